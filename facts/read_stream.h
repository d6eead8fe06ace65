// The parts of reading one fact file that a whole file and a piece of one share.
#pragma once

#include <string_view>

#include "facts/read_context.h"
#include "facts/xml_stream.h"

namespace tenet {

inline constexpr std::string_view facts_uri = "urn:tenet:facts:1";

/// Adds what the root says of the set; `context.set_id` will be its number.
void read_root(XmlElement root, ReadContext& context);
/// Reads each child of the root, up to max_complaints complaints.
void read_children(XmlStream& stream, ReadContext& context);
void read_child(XmlElement element, ReadContext& context);

}  // namespace tenet
