# cloche_embed(TARGET FILE NAMESPACE NAME): FILE's bytes as `inline constexpr std::string_view NAME` in NAMESPACE,
# included as "embedded/<path from the source root>.h".
function(cloche_embed target file namespace name)
  cmake_path(ABSOLUTE_PATH file OUTPUT_VARIABLE source)
  cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE relative)
  set(header ${CMAKE_BINARY_DIR}/generated/embedded/${relative}.h)
  cmake_path(GET header PARENT_PATH folder)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed.py ${source} ${header} ${namespace} ${name}
    DEPENDS ${source} ${CMAKE_SOURCE_DIR}/tools/embed.py
    COMMENT "Embedding ${relative}")
  target_sources(${target} PRIVATE ${header})
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/generated)
endfunction()
