# ccache and mold where they are present; warnings are errors in our own targets.
find_program(CLOCHE_CCACHE ccache)
if(CLOCHE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness is what ccache asks for with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CLOCHE_CCACHE})
endif()

find_program(CLOCHE_MOLD mold)
if(CLOCHE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# cloche_library(NAME source...): one room as a static library.
add_library(cloche_options INTERFACE)
target_compile_options(cloche_options INTERFACE -Wall -Wextra -Wconversion -Werror)
target_include_directories(cloche_options INTERFACE ${CMAKE_SOURCE_DIR})

# nlohmann-json is half the cost of a translation unit; a precompiled header halves it. One is made for all libraries, and
# one for the tests (cmake/test.cmake), which are compiled with other flags.
function(cloche_precompiled_header name)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT "")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_compile_options(${name} PRIVATE ${ARGN} $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  target_precompile_headers(${name} PRIVATE <nlohmann/json.hpp> <string> <vector> <optional> <string_view>)
endfunction()

# cloche_precompile(TARGET [HEADER]): cloche_library() and cloche_test() do so of themselves.
function(cloche_precompile target)
  list(APPEND ARGN cloche_precompiled)
  list(GET ARGN 0 header)
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  target_precompile_headers(${target} REUSE_FROM ${header})
endfunction()

cloche_precompiled_header(cloche_precompiled)

# Half of what a source file costs is paid again for the next one, so a library's are compiled six at a time: a third of the
# time for all. Their anonymous namespaces become one, so names in them differ within a library. Off for tools that want a
# command for each file.
option(CLOCHE_TOGETHER "compile the sources of a library several at a time" ON)

# cloche_library(NAME [APART] source...): one room as a static library; APART compiles each source alone.
function(cloche_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "APART" "" "")
  set(sources ${arg_UNPARSED_ARGUMENTS})
  if(CLOCHE_TOGETHER AND NOT arg_APART)
    cloche_gather(sources ${name} ${sources})
  endif()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC cloche_options)
  cloche_precompile(${name})
endfunction()

# cloche_gather(OUT NAME source...): files that include six sources each, by their paths from the root, so that they are the
# same (to ccache) wherever the checkout is.
function(cloche_gather out name)
  set(gathered)
  set(text "")
  set(count 0)
  set(number 0)
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source OUTPUT_VARIABLE path)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${CMAKE_SOURCE_DIR})
    string(APPEND text "#include \"${path}\"\n")
    math(EXPR count "${count} + 1")
    list(LENGTH ARGN total)
    math(EXPR rest "${total} - ${number} * 6")
    if(count EQUAL 6 OR count EQUAL rest)
      set(file ${CMAKE_CURRENT_BINARY_DIR}/${name}_${number}.cpp)
      file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
      list(APPEND gathered ${file})
      set(text "")
      set(count 0)
      math(EXPR number "${number} + 1")
    endif()
  endforeach()
  set(${out} ${gathered} PARENT_SCOPE)
endfunction()
