# ccache and mold where they are present; warnings are errors in our own targets.
find_program(CLOCHE_CCACHE ccache)
if(CLOCHE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness is what ccache asks for with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CLOCHE_CCACHE})
endif()

find_program(CLOCHE_MOLD mold)
if(CLOCHE_MOLD AND NOT CLOCHE_FUZZ)
  add_link_options(-fuse-ld=mold)
endif()

# cloche_library(NAME source...): one room as a static library.
add_library(cloche_options INTERFACE)
target_compile_options(cloche_options INTERFACE -Wall -Wextra -Wconversion -Werror)
target_include_directories(cloche_options INTERFACE ${CMAKE_SOURCE_DIR})

# nlohmann-json is half the cost of a translation unit; the precompiled header halves it.
function(cloche_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
  target_precompile_headers(${target} PRIVATE <nlohmann/json.hpp> <string> <vector> <optional> <string_view>)
endfunction()

function(cloche_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC cloche_options)
endfunction()
