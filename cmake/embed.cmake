# Makes the library tenet_embedded (facts/embedded.h): the packs, schemas and page templates, inside the program.
# The assembler copies each file in as it is (.incbin), so size and bytes do not matter and nothing is quoted.

file(GLOB embedded RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/rules/packs/*.xml
    ${PROJECT_SOURCE_DIR}/facts/facts.xsd
    ${PROJECT_SOURCE_DIR}/rules/rules.xsd
    ${PROJECT_SOURCE_DIR}/reports/*.schema.json
    ${PROJECT_SOURCE_DIR}/reports/templates/*)

set(embedded_blobs "")
set(embedded_externs "")
set(embedded_rows "")
set(embedded_paths "")
set(number 0)
foreach(path ${embedded})
    set(begin tenet_embedded_${number})
    set(end tenet_embedded_${number}_end)
    string(APPEND embedded_blobs
        "    \".global ${begin}, ${end}\\n${begin}:\\n\"\n"
        "    \".incbin \\\"${PROJECT_SOURCE_DIR}/${path}\\\"\\n${end}:\\n.byte 0\\n\"\n")
    string(APPEND embedded_externs "extern const char ${begin}[], ${end}[];\n")
    string(APPEND embedded_rows
        "        {\"${path}\", {${begin}, static_cast<std::size_t>(${end} - ${begin})}},\n")
    list(APPEND embedded_paths ${PROJECT_SOURCE_DIR}/${path})
    math(EXPR number "${number} + 1")
endforeach()

file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/embedded.cpp @ONLY CONTENT [[
#include <array>
#include <cstddef>

#include "facts/embedded.h"

__asm__(
    ".section .rodata\n"
@embedded_blobs@    ".text\n");

extern "C" {
@embedded_externs@}

namespace tenet {

std::span<const EmbeddedFile> embedded_files() {
    static const std::array<EmbeddedFile, @number@> files{{
@embedded_rows@    }};
    return files;
}

}  // namespace tenet
]])
set_source_files_properties(${PROJECT_BINARY_DIR}/embedded.cpp PROPERTIES OBJECT_DEPENDS "${embedded_paths}")

add_library(tenet_embedded STATIC ${PROJECT_BINARY_DIR}/embedded.cpp)
target_link_libraries(tenet_embedded PUBLIC tenet_options)
# ccache does not see what .incbin reads.
set_target_properties(tenet_embedded PROPERTIES CXX_COMPILER_LAUNCHER "")
