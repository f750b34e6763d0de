# A thread that is cancelled inside a real call leaves the wrapper by an exception.
set_source_files_properties(interpose/call.c TARGET_DIRECTORY qtrace_interpose PROPERTIES COMPILE_OPTIONS -fexceptions)

# Wrappers of library calls come from the models: plain names for shared libraries, and __wrap_NAME, each in an object
# of its own, for libraries that are compiled into programs.
set(generated ${CMAKE_BINARY_DIR}/generated/interpose)
file(MAKE_DIRECTORY ${generated} ${generated}/wrap ${CMAKE_BINARY_DIR}/lib)
add_executable(qtrace_generate interpose/generate/generate.c)
target_link_libraries(qtrace_generate PRIVATE models)
file(GLOB model_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/rules/models/*/model.json)
add_custom_command(OUTPUT ${generated}/preload.c DEPENDS qtrace_generate ${model_files}
                   COMMAND qtrace_generate ${CMAKE_SOURCE_DIR}/rules/models preload ${generated}/preload.c)
file(GLOB wrap_files CONFIGURE_DEPENDS interpose/wrap/*.c)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/lib/libqtrace_wrap.a ${CMAKE_BINARY_DIR}/lib/qtrace-wrap.options
                   DEPENDS qtrace_generate ${model_files} ${wrap_files} interpose/wrap.sh interpose/call.h interpose/start.h
                   COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/interpose/wrap.sh ${CMAKE_C_COMPILER}
                           $<TARGET_FILE:qtrace_generate> ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
add_custom_target(qtrace_wrap ALL DEPENDS ${CMAKE_BINARY_DIR}/lib/libqtrace_wrap.a)
target_sources(qtrace_interpose PRIVATE ${generated}/preload.c)

configure_file(qtrace ${CMAKE_BINARY_DIR}/bin/qtrace COPYONLY)
configure_file(libqtrace.pc.in ${CMAKE_BINARY_DIR}/lib/libqtrace.pc @ONLY)
add_test(NAME qtrace_run WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
         COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/tests/run-qtrace ${CMAKE_BINARY_DIR}/bin/qtrace ${CMAKE_C_COMPILER}
                 ${CMAKE_CURRENT_SOURCE_DIR}/tests/semaphore.c $<TARGET_FILE:qtrace_generate>
                 ${CMAKE_SOURCE_DIR}/rules/models ${CMAKE_BINARY_DIR}/lib/libqtrace.so)
install(PROGRAMS ${CMAKE_BINARY_DIR}/bin/qtrace ${CMAKE_BINARY_DIR}/bin/qtrace-cc DESTINATION bin)
install(FILES include/qtrace.h DESTINATION include)
install(FILES ${CMAKE_BINARY_DIR}/lib/libqtrace.pc DESTINATION lib/pkgconfig)
install(FILES ${CMAKE_BINARY_DIR}/lib/libqtrace_wrap.a ${CMAKE_BINARY_DIR}/lib/qtrace-wrap.options DESTINATION lib)
install(DIRECTORY ${CMAKE_BINARY_DIR}/lib/empty-libtsan DESTINATION lib)
