# Every dependency is a Debian package (tools/setup); a build downloads nothing. docs/dependencies.md says why each is there.
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(doctest REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(LibArchive REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(Boost 1.81 REQUIRED)
set(Python3_EXECUTABLE /usr/bin/python3)  # Debian's own: the one that python3-botocore and python3-boto3 are for
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_package(PkgConfig REQUIRED)
find_package(mimalloc REQUIRED)

# These are linked statically where they can be: it takes a quarter off a start, which has fewer libraries to load, and off
# each call the detour by a table.
set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET libdeflate)
