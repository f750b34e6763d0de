# Makes one list of the checks in rules/checks: every folder with a check.c is a check, named after its folder.
# Its README.md becomes CHECK_README in its source, the README's first sentence CHECK_SUMMARY.
# Folders that start with "_" are compiled but not listed.
file(GLOB check_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/rules/checks/*/check.c)
set(declarations "")
set(checks "")
set(rules "")
set(count 0)
foreach(source ${check_sources})
  get_filename_component(folder ${source} DIRECTORY)
  get_filename_component(id ${folder} NAME)
  string(REPLACE "-" "_" identifier ${id})
  set(readme ${folder}/README.md)
  set(bytes "")
  set(summary "${id}")
  if(EXISTS ${readme})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${readme})
    file(READ ${readme} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    file(STRINGS ${readme} lines REGEX "^[^#]" LIMIT_COUNT 1)
    string(REPLACE "\"" "\\\"" summary "${lines}")
  endif()
  set(header ${CMAKE_BINARY_DIR}/generated/checks/${identifier}.h)
  file(CONFIGURE OUTPUT ${header} CONTENT
"#define CHECK_ID \"${id}\"
#define CHECK_SUMMARY \"${summary}\"
static const char CHECK_README[] = {${bytes}0};
" @ONLY)
  set_source_files_properties(${source} TARGET_DIRECTORY checks PROPERTIES COMPILE_OPTIONS "-include;${header}"
                              OBJECT_DEPENDS ${header})
  target_sources(checks PRIVATE ${source})
  if(NOT id MATCHES "^_")
    string(APPEND declarations "extern const Check check_${identifier};\n")
    string(APPEND checks "    &check_${identifier},\n")
    string(APPEND rules "    &check_${identifier}.rule,\n")
    math(EXPR count "${count} + 1")
  endif()
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/checks/catalogue.c CONTENT
"#include \"checks/catalogue.h\"

${declarations}
const Check *const check_catalogue[] = {
${checks}};

const RuleInfo *const check_catalogue_rules[] = {
${rules}};

const uint32_t check_catalogue_count = ${count};
" @ONLY)
target_sources(checks PRIVATE ${CMAKE_BINARY_DIR}/generated/checks/catalogue.c)
