// Reads texts in the query language as far as they are text, and what an author expects of a query.
#pragma once

#include "facts/read_context.h"

namespace tenet {

/// The text between the tags; complains when there is none. `what` it should be: "query".
PlacedText read_expression(XmlElement element, std::string_view what, ReadContext& context);

void read_expect(const Attributes& attributes, ReadContext& context);

}  // namespace tenet
