# cloche_test(NAME SOURCES file... LIBRARIES target...): a doctest program, one CTest.
add_library(cloche_doctest_main STATIC ${CMAKE_SOURCE_DIR}/cmake/doctest_main.cpp)
target_link_libraries(cloche_doctest_main PUBLIC doctest::doctest cloche_options)

# A test's own code runs once: optimizing its initializers took minutes a file. What it tests is optimized. Of clang's
# sanitizers it has AddressSanitizer alone: the checks and counters of the others are for what is tested, and cost as much
# as compiling the rest.
set(cloche_test_options -O0 $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=undefined,fuzzer-no-link>)
cloche_precompiled_header(cloche_test_precompiled ${cloche_test_options})

function(cloche_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE cloche_doctest_main ${arg_LIBRARIES})
  target_compile_options(${name} PRIVATE ${cloche_test_options})
  cloche_precompile(${name} cloche_test_precompiled)
  add_test(NAME ${name} COMMAND ${name})
endfunction()
