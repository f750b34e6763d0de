-- SPDX-License-Identifier: MIT
-- The facts database of chanvet: the event graph of every translation unit (section 1), the
-- communication graph drawn from them (section 2), and views for people (section 3).
--
-- Conventions
--   * Every row belongs to a unit. Ids count from 1 within their unit (nodes: within their function), in the
--     order in which the front end met things, so they are equal between runs on equal input. 0 means none.
--   * Columns that hold one of a fixed list of words are numbers; table enumerators spells them out.
--   * Sizes are bytes; a size above 2^63 is stored as the negative number with the same bits.
--   * A place is a file, a 1-based line and a 1-based column that counts bytes; file 0 means nowhere.
--   * A text column is NULL where the program has no such text, which differs from ''.
--   * PRAGMA application_id is 0x63687674 ("chvt"), PRAGMA user_version is the version of this schema.
-- Promised to users, in every version: the views tasks, channels, operations, waits_for, accesses.

-- The words behind the numbers, written when the database is made. A database whose words differ
-- from those of the running program is refused.
CREATE TABLE enumerators (
    enumeration TEXT NOT NULL,    -- 'event', 'object', 'node', 'expr', 'operator', 'variable', 'type', 'domain', 'task', …
    value       INTEGER NOT NULL, -- the number in the tables below
    name        TEXT NOT NULL,    -- 'send', 'channel', 'branch' …
    PRIMARY KEY (enumeration, value)
) WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------
-- Section 1: event graphs

-- A translation unit. The counts are what a reader must find; fewer rows mean a damaged file.
CREATE TABLE units (
    id             INTEGER PRIMARY KEY, -- stays when the unit is written again
    path           TEXT NOT NULL UNIQUE, -- of the source file, as given
    file_count     INTEGER NOT NULL, -- rows in files
    function_count INTEGER NOT NULL, -- rows in functions
    variable_count INTEGER NOT NULL, -- rows in variables
    expr_count     INTEGER NOT NULL, -- rows in exprs
    api_count      INTEGER NOT NULL, -- rows in apis
    list_count     INTEGER NOT NULL  -- rows in function_parameters, node_arguments and switch_cases together
);

-- Source files and headers that places refer to.
CREATE TABLE files (
    unit      INTEGER NOT NULL, -- units.id
    id        INTEGER NOT NULL,
    path      TEXT,             -- as given, or relative to the working directory when below it
    is_system INTEGER NOT NULL, -- 1 for a system header
    PRIMARY KEY (unit, id)
) WITHOUT ROWID;

-- Functions, defined or only declared.
CREATE TABLE functions (
    unit               INTEGER NOT NULL, -- units.id
    id                 INTEGER NOT NULL,
    name               TEXT,             -- as written
    symbol             TEXT,             -- linkage identity: the name, or 'file.c:name' when static
    file               INTEGER NOT NULL, -- files.id; where its name stands
    line               INTEGER NOT NULL,
    column_number      INTEGER NOT NULL,
    end_file           INTEGER NOT NULL, -- files.id; the closing brace
    end_line           INTEGER NOT NULL,
    end_column         INTEGER NOT NULL,
    result_kind        INTEGER NOT NULL, -- enumerators 'type'; of the returned value
    result_is_atomic   INTEGER NOT NULL,
    result_is_volatile INTEGER NOT NULL,
    result_size        INTEGER NOT NULL,
    is_defined         INTEGER NOT NULL, -- 1 when this unit has its body
    is_exported        INTEGER NOT NULL, -- 1 when other units see it
    is_noreturn        INTEGER NOT NULL,
    is_variadic        INTEGER NOT NULL,
    is_address_taken   INTEGER NOT NULL, -- 1 when it may be called through a pointer
    is_system          INTEGER NOT NULL, -- 1 when declared in a system header
    is_entry           INTEGER NOT NULL, -- 1 for main and for what a library calls as the program's entry
    is_initialiser     INTEGER NOT NULL, -- 1 for the synthetic function that runs file-scope initialisers
    node_count         INTEGER NOT NULL, -- rows in nodes plus one; 0 without a body
    entry              INTEGER NOT NULL, -- nodes.id of the first node
    skipped_count      INTEGER NOT NULL, -- constructs in it that are not followed
    PRIMARY KEY (unit, id)
) WITHOUT ROWID;

-- The parameters of a function, in order.
CREATE TABLE function_parameters (
    unit     INTEGER NOT NULL, -- units.id
    function INTEGER NOT NULL, -- functions.id
    position INTEGER NOT NULL, -- from 0
    variable INTEGER NOT NULL, -- variables.id
    PRIMARY KEY (unit, function, position)
) WITHOUT ROWID;

-- Variables, and the temporaries that lowering makes.
CREATE TABLE variables (
    unit             INTEGER NOT NULL, -- units.id
    id               INTEGER NOT NULL,
    name             TEXT,             -- as written; '' for a temporary
    symbol           TEXT,             -- linkage identity of a global; NULL for others
    kind             INTEGER NOT NULL, -- enumerators 'variable'
    function         INTEGER NOT NULL, -- functions.id of its owner; 0 at file scope
    type_kind        INTEGER NOT NULL, -- enumerators 'type'
    type_is_atomic   INTEGER NOT NULL,
    type_is_volatile INTEGER NOT NULL,
    type_size        INTEGER NOT NULL, -- bytes of its value
    type_name        TEXT,             -- 'struct conn *'
    size             INTEGER NOT NULL, -- bytes of the whole object
    is_address_taken INTEGER NOT NULL, -- 1 when it can be reached through a pointer
    is_external      INTEGER NOT NULL, -- 1 when declared here and defined elsewhere
    is_exported      INTEGER NOT NULL, -- 1 when other units see it
    file             INTEGER NOT NULL, -- files.id
    line             INTEGER NOT NULL,
    column_number    INTEGER NOT NULL,
    PRIMARY KEY (unit, id)
) WITHOUT ROWID;

-- Expressions: trees without side effects; a child has a smaller id than its parent.
CREATE TABLE exprs (
    unit             INTEGER NOT NULL, -- units.id
    id               INTEGER NOT NULL,
    kind             INTEGER NOT NULL, -- enumerators 'expr'
    operator         INTEGER NOT NULL, -- enumerators 'operator'
    type_kind        INTEGER NOT NULL, -- enumerators 'type'; of the value
    type_is_atomic   INTEGER NOT NULL,
    type_is_volatile INTEGER NOT NULL,
    type_size        INTEGER NOT NULL,
    left_expr        INTEGER NOT NULL, -- exprs.id
    right_expr       INTEGER NOT NULL, -- exprs.id
    constant         INTEGER NOT NULL, -- a constant's value, a field's offset, an element's size
    reference        INTEGER NOT NULL, -- variables.id or functions.id whose address it is
    name             TEXT,             -- a field's name, a string's text, why a value is opaque
    file             INTEGER NOT NULL, -- files.id
    line             INTEGER NOT NULL,
    column_number    INTEGER NOT NULL,
    PRIMARY KEY (unit, id)
) WITHOUT ROWID;

-- Nodes of the functions' control-flow graphs.
CREATE TABLE nodes (
    unit             INTEGER NOT NULL, -- units.id
    function         INTEGER NOT NULL, -- functions.id
    id               INTEGER NOT NULL, -- within the function
    kind             INTEGER NOT NULL, -- enumerators 'node'
    file             INTEGER NOT NULL, -- files.id
    line             INTEGER NOT NULL,
    column_number    INTEGER NOT NULL,
    macro_file       INTEGER NOT NULL, -- where inside a macro's definition the code stands; 0 when it does not
    macro_line       INTEGER NOT NULL,
    macro_column     INTEGER NOT NULL,
    next             INTEGER NOT NULL, -- nodes.id of the successor; 0 after a return
    otherwise        INTEGER NOT NULL, -- nodes.id: a branch's false side, a switch's default
    target           INTEGER NOT NULL, -- exprs.id: address that is written
    value            INTEGER NOT NULL, -- exprs.id: value written, tested or returned; address copied from
    type_kind        INTEGER NOT NULL, -- enumerators 'type'; of an assignment
    type_is_atomic   INTEGER NOT NULL,
    type_is_volatile INTEGER NOT NULL,
    type_size        INTEGER NOT NULL,
    size             INTEGER NOT NULL, -- bytes copied or zeroed
    api              INTEGER NOT NULL, -- apis.id of an event
    callee           INTEGER NOT NULL, -- exprs.id: what is called, or spawned as a call expression
    result           INTEGER NOT NULL, -- variables.id that takes the returned value
    is_loop_head     INTEGER NOT NULL, -- 1 for the target of a back edge
    text             TEXT,             -- the call as written, at most 80 bytes; the skipped construct
    PRIMARY KEY (unit, function, id)
) WITHOUT ROWID;

-- The arguments of calls and events, in source order.
CREATE TABLE node_arguments (
    unit     INTEGER NOT NULL, -- units.id
    function INTEGER NOT NULL, -- functions.id
    node     INTEGER NOT NULL, -- nodes.id
    position INTEGER NOT NULL, -- from 0
    expr     INTEGER NOT NULL, -- exprs.id
    PRIMARY KEY (unit, function, node, position)
) WITHOUT ROWID;

-- The cases of switch nodes, in source order.
CREATE TABLE switch_cases (
    unit     INTEGER NOT NULL, -- units.id
    function INTEGER NOT NULL, -- functions.id
    node     INTEGER NOT NULL, -- nodes.id
    position INTEGER NOT NULL, -- from 0
    low      INTEGER NOT NULL, -- first value
    high     INTEGER NOT NULL, -- last value; equal to low except for ranges
    next     INTEGER NOT NULL, -- nodes.id
    PRIMARY KEY (unit, function, node, position)
) WITHOUT ROWID;

-- The modelled library functions that the unit calls, and what each call means.
CREATE TABLE apis (
    unit                       INTEGER NOT NULL, -- units.id
    id                         INTEGER NOT NULL,
    library                    TEXT,             -- 'neco'
    function                   TEXT,             -- declared name: 'neco_chan_send'
    spelling                   TEXT,             -- what users write, when it differs
    event                      INTEGER NOT NULL, -- enumerators 'event'
    object                     INTEGER NOT NULL, -- enumerators 'object'
    parameter_count            INTEGER NOT NULL, -- fewest parameters its declaration must have
    object_type                TEXT,             -- type name that its object parameter must have
    blocking                   INTEGER NOT NULL, -- enumerators 'blocking'
    has_forever                INTEGER NOT NULL, -- 1 when a timeout value means for ever
    has_try                    INTEGER NOT NULL, -- 1 when a timeout value means not at all
    forever_value              INTEGER NOT NULL,
    try_value                  INTEGER NOT NULL,
    switching                  INTEGER NOT NULL, -- enumerators 'switching'
    domain                     INTEGER NOT NULL, -- enumerators 'domain' of a spawned task
    spawn_order                INTEGER NOT NULL, -- enumerators 'spawn order'
    spawn_style                INTEGER NOT NULL, -- enumerators 'spawn style'
    waits_for_all_outside      INTEGER NOT NULL, -- 1 when it runs the scheduler to the end outside a task
    capacity                   INTEGER NOT NULL, -- enumerators 'capacity'
    element                    INTEGER NOT NULL, -- enumerators 'element'
    is_closable                INTEGER NOT NULL,
    blocked_receivers          INTEGER NOT NULL, -- enumerators 'close'; capacity 0
    blocked_senders            INTEGER NOT NULL, -- enumerators 'close'; capacity 0
    blocked_buffered_receivers INTEGER NOT NULL, -- enumerators 'close'; capacity above 0
    blocked_buffered_senders   INTEGER NOT NULL, -- enumerators 'close'; capacity above 0
    drains                     INTEGER NOT NULL, -- 1 when buffered values can be received after the close
    later_send_fails           INTEGER NOT NULL, -- 1 when a send after the close returns
    select_sees_close          INTEGER NOT NULL, -- 1 when a closed channel makes a receive case ready
    close_needs_both           INTEGER NOT NULL, -- 1 when a pair is closed only when both handles are
    closes_one_direction       INTEGER NOT NULL,
    select_source              INTEGER NOT NULL, -- enumerators 'select source'
    select_choice              INTEGER NOT NULL, -- enumerators 'select choice'
    record_size                INTEGER NOT NULL, -- record_…: layout of a select's case record, in bytes
    record_channel_offset      INTEGER NOT NULL,
    record_operation_offset    INTEGER NOT NULL,
    record_element_offset      INTEGER NOT NULL,
    record_send_code           INTEGER NOT NULL,
    record_receive_code        INTEGER NOT NULL,
    record_skip_code           INTEGER NOT NULL,
    record_end_code            INTEGER NOT NULL,
    record_end_default_code    INTEGER NOT NULL,
    record_has_skip            INTEGER NOT NULL,
    record_has_end             INTEGER NOT NULL,
    record_has_end_default     INTEGER NOT NULL,
    select_has_default         INTEGER NOT NULL, -- 1 when it never blocks
    lock_mode                  INTEGER NOT NULL, -- enumerators 'lock mode'
    recursion                  INTEGER NOT NULL, -- enumerators 'recursion'
    blocks_proc                INTEGER NOT NULL, -- 1 when it holds up every task of its domain
    operation                  INTEGER NOT NULL, -- of an atomic update: the character's code
    returns_new                INTEGER NOT NULL, -- 1 when an atomic update returns the new value
    PRIMARY KEY (unit, id)
) WITHOUT ROWID;

-- Which argument plays which part in a call; parts that a function does not have are absent.
CREATE TABLE api_operands (
    unit     INTEGER NOT NULL, -- units.id
    api      INTEGER NOT NULL, -- apis.id
    role     INTEGER NOT NULL, -- enumerators 'operand'
    source   INTEGER NOT NULL, -- enumerators 'operand source'
    position INTEGER NOT NULL, -- argument, from 0
    constant INTEGER NOT NULL, -- the value when it is fixed
    PRIMARY KEY (unit, api, role)
) WITHOUT ROWID;

-- How a call can end; ends that it cannot have are absent.
CREATE TABLE api_outcomes (
    unit        INTEGER NOT NULL, -- units.id
    api         INTEGER NOT NULL, -- apis.id
    kind        INTEGER NOT NULL, -- enumerators 'outcome'
    is_possible INTEGER NOT NULL,
    has_value   INTEGER NOT NULL, -- 0 when the returned value is unknown
    value       INTEGER NOT NULL, -- what the call returns then
    PRIMARY KEY (unit, api, kind)
) WITHOUT ROWID;
