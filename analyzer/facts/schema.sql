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

-- A program: one translation unit or several that are linked. The counts are what a reader must find; fewer rows mean a
-- damaged file.
CREATE TABLE units (
    id             INTEGER PRIMARY KEY, -- stays when the unit is written again
    path           TEXT NOT NULL UNIQUE, -- of its source file, as given; of several, the one with the entry function
    file_count     INTEGER NOT NULL, -- rows in files
    function_count INTEGER NOT NULL, -- rows in functions
    variable_count INTEGER NOT NULL, -- rows in variables
    expr_count     INTEGER NOT NULL, -- rows in exprs
    api_count      INTEGER NOT NULL, -- rows in apis
    list_count     INTEGER NOT NULL, -- rows in function_parameters, node_arguments and switch_cases together
    is_incomplete  INTEGER NOT NULL  -- 1 when files that may belong to it could not be read
);

-- The source files that were linked into the program.
CREATE TABLE sources (
    unit     INTEGER NOT NULL, -- units.id
    position INTEGER NOT NULL, -- from 0
    path     TEXT NOT NULL,    -- as given
    PRIMARY KEY (unit, position)
) WITHOUT ROWID;

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
    condition_object           INTEGER NOT NULL, -- enumerators 'object': it means calls on objects made as that only
    has_condition              INTEGER NOT NULL, -- 1 when it means calls with one constant argument only
    condition_argument         INTEGER NOT NULL, -- that argument, from 0
    condition_value            INTEGER NOT NULL, -- its value
    context                    INTEGER NOT NULL, -- enumerators 'context': where it may be called
    registers_for              INTEGER NOT NULL, -- enumerators 'context': where the function that it is given runs
    spawn_parameter            INTEGER NOT NULL, -- first parameter of the task's function that takes an argument
    blocking                   INTEGER NOT NULL, -- enumerators 'blocking'
    has_forever                INTEGER NOT NULL, -- 1 when a timeout value means for ever
    has_try                    INTEGER NOT NULL, -- 1 when a timeout value means not at all
    forever_value              INTEGER NOT NULL,
    try_value                  INTEGER NOT NULL,
    switching                  INTEGER NOT NULL, -- enumerators 'switching'
    domain                     INTEGER NOT NULL, -- enumerators 'domain' of a spawned task
    spawn_order                INTEGER NOT NULL, -- enumerators 'spawn_order'
    spawn_style                INTEGER NOT NULL, -- enumerators 'spawn_style'
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
    interrupts                 INTEGER NOT NULL, -- 1 when a close only makes those fail who wait at that moment
    serves_all                 INTEGER NOT NULL, -- 1 when a send reaches every waiting receiver
    ends_task                  INTEGER NOT NULL, -- 1 when a cancel ends its task on the spot
    drops_reference            INTEGER NOT NULL, -- 1 when a free leaves the object to other holders
    select_source              INTEGER NOT NULL, -- enumerators 'select_source'
    select_choice              INTEGER NOT NULL, -- enumerators 'select_choice'
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
    lock_mode                  INTEGER NOT NULL, -- enumerators 'lock_mode'
    recursion                  INTEGER NOT NULL, -- enumerators 'recursion'
    lock_order                 INTEGER NOT NULL, -- enumerators 'lock_order'
    kind_has_place             INTEGER NOT NULL, -- 1 when initialisers put the kind of the lock into its memory
    kind_place                 INTEGER NOT NULL, -- byte offset of that kind
    kind_recursions            INTEGER NOT NULL, -- how many kinds say something about recursion
    kind_orders                INTEGER NOT NULL, -- how many kinds say something about the order
    kind_0_recursion           INTEGER NOT NULL, -- enumerators 'recursion'
    kind_1_recursion           INTEGER NOT NULL, -- enumerators 'recursion'
    kind_2_recursion           INTEGER NOT NULL, -- enumerators 'recursion'
    kind_3_recursion           INTEGER NOT NULL, -- enumerators 'recursion'
    kind_0_order               INTEGER NOT NULL, -- enumerators 'lock_order'
    kind_1_order               INTEGER NOT NULL, -- enumerators 'lock_order'
    kind_2_order               INTEGER NOT NULL, -- enumerators 'lock_order'
    kind_3_order               INTEGER NOT NULL, -- enumerators 'lock_order'
    wakes_without_signal       INTEGER NOT NULL, -- 1 when a condition wait may return without a signal
    add_wakes                  INTEGER NOT NULL, -- 1 when an add that reaches zero lets waiters go
    property                   INTEGER NOT NULL, -- enumerators 'property' that an attribute call sets
    property_value             INTEGER NOT NULL, -- the value that means yes
    property_default           INTEGER NOT NULL,
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
    source   INTEGER NOT NULL, -- enumerators 'operand_source'
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

-- ---------------------------------------------------------------------------------------------
-- Section 2: the communication graph of a unit, absent until it was drawn

-- Task classes: what runs concurrently. A class is a spawn site and the function that it starts.
CREATE TABLE graph_tasks (
    unit           INTEGER NOT NULL, -- units.id
    id             INTEGER NOT NULL,
    name           TEXT NOT NULL,    -- of the entry function; 'unknown' when that is outside the unit
    origin         INTEGER NOT NULL, -- enumerators 'task_origin'
    entry          INTEGER NOT NULL, -- functions.id; 0 when outside the unit
    spawn_function INTEGER NOT NULL, -- functions.id of the spawn site; 0 for a root
    spawn_node     INTEGER NOT NULL, -- nodes.id of the spawn site
    file           INTEGER NOT NULL, -- files.id; place of the spawn, of the function for a root
    line           INTEGER NOT NULL,
    column_number  INTEGER NOT NULL,
    is_many        INTEGER NOT NULL, -- 1 when more than one instance may run
    domain         INTEGER NOT NULL, -- enumerators 'domain'
    scope          INTEGER NOT NULL, -- number of its scope; 0 when it touches no object
    PRIMARY KEY (unit, id)
) WITHOUT ROWID;

-- Objects that tasks meet at: channels, locks, conditions, semaphores, wait groups, barriers, tasks that are joined.
CREATE TABLE graph_objects (
    unit          INTEGER NOT NULL, -- units.id
    id            INTEGER NOT NULL,
    name          TEXT NOT NULL,    -- for people: 'results', 'c.stop', 'channel made at a.c:12'
    kind          INTEGER NOT NULL, -- enumerators 'object'
    site          INTEGER NOT NULL, -- abstract object of the points-to analysis
    byte_offset   INTEGER NOT NULL, -- within the site; -1 for any
    variable      INTEGER NOT NULL, -- variables.id that it lies in, or 0
    function      INTEGER NOT NULL, -- functions.id where it is made, or 0
    node          INTEGER NOT NULL, -- nodes.id where it is made, or 0
    file          INTEGER NOT NULL, -- files.id; where it is made or declared
    line          INTEGER NOT NULL,
    column_number INTEGER NOT NULL,
    capacity_kind INTEGER NOT NULL, -- enumerators 'capacity_state'
    capacity      INTEGER NOT NULL, -- elements, when capacity_kind is 'known'; a semaphore's count, a barrier's number
    is_single     INTEGER NOT NULL, -- 1 when it stands for at most one object in a run
    is_escaped    INTEGER NOT NULL, -- 1 when code outside the unit may use it
    scope         INTEGER NOT NULL, -- number of its scope
    PRIMARY KEY (unit, id)
) WITHOUT ROWID;

-- What tasks do to objects: one row per task class and event node, per case of a select.
CREATE TABLE graph_operations (
    unit          INTEGER NOT NULL, -- units.id
    id            INTEGER NOT NULL,
    task          INTEGER NOT NULL, -- graph_tasks.id
    function      INTEGER NOT NULL, -- functions.id
    node          INTEGER NOT NULL, -- nodes.id
    kind          INTEGER NOT NULL, -- enumerators 'event'; a select's case is a send or receive
    is_case       INTEGER NOT NULL, -- 1 for a select's case
    blocking      INTEGER NOT NULL, -- enumerators 'blocking'
    has_unknown   INTEGER NOT NULL, -- 1 when it may also act on objects that are not seen
    file          INTEGER NOT NULL, -- files.id
    line          INTEGER NOT NULL,
    column_number INTEGER NOT NULL,
    text          TEXT,             -- the call as written
    PRIMARY KEY (unit, id)
) WITHOUT ROWID;

-- The objects that an operation may act on.
CREATE TABLE graph_uses (
    unit      INTEGER NOT NULL, -- units.id
    operation INTEGER NOT NULL, -- graph_operations.id
    role      INTEGER NOT NULL, -- enumerators 'operand'
    object    INTEGER NOT NULL, -- graph_objects.id
    PRIMARY KEY (unit, operation, role, object)
) WITHOUT ROWID;

-- Which task class starts which.
CREATE TABLE graph_spawns (
    unit    INTEGER NOT NULL, -- units.id
    spawner INTEGER NOT NULL, -- graph_tasks.id
    spawned INTEGER NOT NULL, -- graph_tasks.id
    PRIMARY KEY (unit, spawner, spawned)
) WITHOUT ROWID;

-- Pairs of operations of different task instances that may meet at an object: the one that gives (send, close, unlock,
-- signal, release, done, end of a task) and the one that takes (receive, lock, wait, acquire, join).
CREATE TABLE graph_meets (
    unit   INTEGER NOT NULL, -- units.id
    giver  INTEGER NOT NULL, -- graph_operations.id; 0 for the end of the task that `object` is
    taker  INTEGER NOT NULL, -- graph_operations.id
    object INTEGER NOT NULL, -- graph_objects.id
    PRIMARY KEY (unit, giver, taker, object)
) WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------
-- Section 3: views for people and their scripts; columns may be added, never renamed

-- One row per task class.
CREATE VIEW tasks AS
SELECT t.unit, t.id, t.name,
       (SELECT name FROM enumerators WHERE enumeration = 'task_origin' AND value = t.origin) AS origin,
       f.path AS file, t.line,                             -- place of the spawn, of the function for a root
       s.name AS spawned_in,                               -- function with the spawn; NULL for a root
       CASE t.is_many WHEN 1 THEN 'many' ELSE 'one' END AS multiplicity,
       (SELECT name FROM enumerators WHERE enumeration = 'domain' AND value = t.domain) AS domain,
       t.scope
FROM graph_tasks t
LEFT JOIN files f ON f.unit = t.unit AND f.id = t.file
LEFT JOIN functions s ON s.unit = t.unit AND s.id = t.spawn_function;

-- One row per channel.
CREATE VIEW channels AS
SELECT o.unit, o.id, o.name,
       (SELECT name FROM enumerators WHERE enumeration = 'object' AND value = o.kind) AS kind,
       CASE (SELECT name FROM enumerators WHERE enumeration = 'capacity_state' AND value = o.capacity_kind)
           WHEN 'known' THEN o.capacity WHEN 'unbounded' THEN 'unbounded' END AS capacity, -- NULL when it is not known
       f.path AS file, o.line,                             -- where it is made
       CASE o.is_single WHEN 1 THEN 'one' ELSE 'many' END AS multiplicity,
       o.is_escaped, o.scope
FROM graph_objects o
LEFT JOIN files f ON f.unit = o.unit AND f.id = o.file
WHERE o.kind IN (SELECT value FROM enumerators WHERE enumeration = 'object' AND name IN ('channel', 'channel_pair'));

-- One row per operation and object that it may act on; object is NULL when none is seen.
CREATE VIEW operations AS
SELECT p.unit, p.id, p.task AS task_id, t.name AS task,
       (SELECT name FROM enumerators WHERE enumeration = 'event' AND value = p.kind) AS kind,
       p.is_case,                                          -- 1 for a case of a select
       u.object AS object_id, o.name AS object,
       (SELECT name FROM enumerators WHERE enumeration = 'blocking' AND value = p.blocking) AS blocking,
       n.name AS function, f.path AS file, p.line, p.column_number, p.text
FROM graph_operations p
JOIN graph_tasks t ON t.unit = p.unit AND t.id = p.task
LEFT JOIN graph_uses u ON u.unit = p.unit AND u.operation = p.id
LEFT JOIN graph_objects o ON o.unit = u.unit AND o.id = u.object
LEFT JOIN functions n ON n.unit = p.unit AND n.id = p.function
LEFT JOIN files f ON f.unit = p.unit AND f.id = p.file;

-- One row per operation that may have to wait, and operation that may end the wait. A sender waits for
-- receivers too, except on an unbounded channel.
CREATE VIEW waits_for AS
WITH pairs (unit, waiter, ender, object) AS (
    SELECT unit, taker, giver, object FROM graph_meets
    UNION
    SELECT m.unit, m.giver, m.taker, m.object
    FROM graph_meets m
    JOIN graph_operations g ON g.unit = m.unit AND g.id = m.giver
    JOIN enumerators e ON e.enumeration = 'event' AND e.value = g.kind AND e.name = 'send'
    JOIN graph_objects o ON o.unit = m.unit AND o.id = m.object
    JOIN enumerators c ON c.enumeration = 'capacity_state' AND c.value = o.capacity_kind AND c.name <> 'unbounded'
)
SELECT p.unit, p.waiter AS operation, w.task AS task_id, wt.name AS task, wf.path AS file, w.line, w.text,
       p.ender AS for_operation, et.id AS for_task_id,     -- for_operation is 0 for the end of that task
       et.name AS for_task, ef.path AS for_file, e.line AS for_line, e.text AS for_text,
       p.object AS object_id, o.name AS object
FROM pairs p
JOIN graph_operations w ON w.unit = p.unit AND w.id = p.waiter
JOIN graph_tasks wt ON wt.unit = p.unit AND wt.id = w.task
LEFT JOIN files wf ON wf.unit = p.unit AND wf.id = w.file
LEFT JOIN graph_operations e ON e.unit = p.unit AND e.id = p.ender
JOIN graph_objects o ON o.unit = p.unit AND o.id = p.object
LEFT JOIN graph_tasks et ON et.unit = p.unit
     AND CASE p.ender WHEN 0 THEN et.spawn_node <> 0 AND et.spawn_function = o.function AND et.spawn_node = o.node
                      ELSE et.id = e.task END
LEFT JOIN files ef ON ef.unit = p.unit AND ef.id = e.file
WHERE w.blocking <> (SELECT value FROM enumerators WHERE enumeration = 'blocking' AND name = 'never');

-- One row per read or write of memory that more than one task may reach: file-scope and static variables, locals whose
-- address is taken, and whatever lies behind a pointer. What a library call does to memory is not here.
CREATE VIEW accesses AS
WITH RECURSIVE
word (enumeration, value, name) AS (SELECT enumeration, value, name FROM enumerators),
-- Expressions that each node evaluates, down to their leaves.
evaluated (unit, function, node, expr) AS (
    SELECT unit, function, id, target FROM nodes WHERE target
    UNION SELECT unit, function, id, value FROM nodes WHERE value
    UNION SELECT unit, function, id, callee FROM nodes WHERE callee
    UNION SELECT unit, function, node, expr FROM node_arguments WHERE expr
    UNION SELECT v.unit, v.function, v.node, e.left_expr FROM evaluated v
          JOIN exprs e ON e.unit = v.unit AND e.id = v.expr WHERE e.left_expr
    UNION SELECT v.unit, v.function, v.node, e.right_expr FROM evaluated v
          JOIN exprs e ON e.unit = v.unit AND e.id = v.expr WHERE e.right_expr
),
-- The addresses that are read or written there, with the bytes touched.
touched (unit, function, node, kind, address, size) AS (
    SELECT v.unit, v.function, v.node, 'read', e.left_expr, e.type_size
    FROM evaluated v JOIN exprs e ON e.unit = v.unit AND e.id = v.expr
    JOIN word k ON k.enumeration = 'expr' AND k.value = e.kind AND k.name = 'load'
    UNION ALL
    SELECT n.unit, n.function, n.id, 'write', n.target, CASE k.name WHEN 'assign' THEN n.type_size ELSE n.size END
    FROM nodes n JOIN word k ON k.enumeration = 'node' AND k.value = n.kind AND k.name IN ('assign', 'copy', 'zero')
    UNION ALL
    SELECT n.unit, n.function, n.id, 'read', n.value, n.size
    FROM nodes n JOIN word k ON k.enumeration = 'node' AND k.value = n.kind AND k.name = 'copy'
),
-- Each address walked down to the variable it starts from, its access path growing on the right.
walk (unit, function, node, kind, address, size, at, path, is_indirect) AS (
    SELECT unit, function, node, kind, address, size, address, '', 0 FROM touched
    UNION ALL
    SELECT w.unit, w.function, w.node, w.kind, w.address, w.size, e.left_expr,
           CASE k.name
               WHEN 'field' THEN '.' || coalesce(e.name, '') || w.path
               WHEN 'element' THEN '[]' || w.path
               WHEN 'load' THEN CASE WHEN substr(w.path, 1, 1) = '.' THEN '->' || substr(w.path, 2)
                                     WHEN w.path = '' THEN '[]' ELSE w.path END
               ELSE w.path
           END,
           w.is_indirect OR k.name = 'load'
    FROM walk w
    JOIN exprs e ON e.unit = w.unit AND e.id = w.at
    JOIN word k ON k.enumeration = 'expr' AND k.value = e.kind
    WHERE k.name IN ('field', 'element', 'load', 'convert') AND e.left_expr
)
SELECT w.unit, w.function AS function_id, n.name AS function, w.node, w.kind,
       coalesce(v.name, '…') || w.path AS path,            -- 'counter', 's->buf', 'table[]'; '*p' is written 'p[]'
       v.id AS variable,                                   -- variables.id that the path starts from, or NULL
       w.is_indirect,                                      -- 1 when it goes through a pointer
       w.size, f.path AS file, d.line, d.column_number
FROM walk w
JOIN exprs e ON e.unit = w.unit AND e.id = w.at
JOIN word k ON k.enumeration = 'expr' AND k.value = e.kind AND k.name NOT IN ('field', 'element', 'load', 'convert')
LEFT JOIN variables v ON v.unit = w.unit AND v.id = e.reference AND k.name = 'variable_address'
LEFT JOIN word s ON s.enumeration = 'variable' AND s.value = v.kind
JOIN functions n ON n.unit = w.unit AND n.id = w.function
JOIN nodes d ON d.unit = w.unit AND d.function = w.function AND d.id = w.node
LEFT JOIN files f ON f.unit = w.unit AND f.id = d.file
WHERE w.is_indirect OR v.is_address_taken OR s.name IN ('global', 'static');
