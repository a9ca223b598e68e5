# cloche_models(TARGET NAME...): each service's API model (Debian's python3-botocore) with fakes/NAME/model.patch.json, where
# there is one, as constexpr tables in the library TARGET. They are made in the build folder by tools/model/generate.py.
find_program(CLOCHE_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH DOC "the interpreter that has Debian's botocore")
set(CLOCHE_BOTOCORE_DATA "" CACHE PATH "botocore's data folder; empty: that of the botocore of the system's python3")

if(NOT CLOCHE_BOTOCORE_DATA)
  execute_process(
    COMMAND ${CLOCHE_SYSTEM_PYTHON} -c "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))"
    OUTPUT_VARIABLE botocore_data OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "python3-botocore is missing (tools/setup installs it), or set CLOCHE_BOTOCORE_DATA")
  endif()
  set(CLOCHE_BOTOCORE_DATA ${botocore_data} CACHE PATH "" FORCE)
endif()

function(cloche_models target)
  set(generator ${CMAKE_SOURCE_DIR}/tools/model/generate.py)
  set(folder ${CMAKE_BINARY_DIR}/generated/models)
  set(generate ${CLOCHE_SYSTEM_PYTHON} ${generator} --botocore ${CLOCHE_BOTOCORE_DATA})
  file(MAKE_DIRECTORY ${folder})
  file(GLOB patches CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fakes/*/model.patch.json)  # a new one is seen by the next build
  foreach(name IN LISTS ARGN)
    set(patch ${CMAKE_SOURCE_DIR}/fakes/${name}/model.patch.json)
    if(patch IN_LIST patches)
      set(patched --patch ${patch})
    else()
      set(patched "")
      set(patch "")
    endif()
    add_custom_command(
      OUTPUT ${folder}/${name}.cpp
      COMMAND ${generate} service ${name} ${patched} --output ${folder}/${name}.cpp --depfile ${folder}/${name}.d
      DEPENDS ${generator} ${patch}
      DEPFILE ${folder}/${name}.d
      COMMENT "Reading the API model of ${name}")
    list(APPEND sources ${folder}/${name}.cpp)
  endforeach()
  add_custom_command(
    OUTPUT ${folder}/index.cpp
    COMMAND ${generate} index ${ARGN} --output ${folder}/index.cpp
    DEPENDS ${generator}
    COMMENT "Listing the API models")
  add_library(${target} STATIC ${sources} ${folder}/index.cpp)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
  # Data needs no optimizer, no sanitizer and no debug information.
  target_compile_options(${target} PRIVATE -O0 -g0 -fno-sanitize=all)
endfunction()
