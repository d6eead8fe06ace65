// The rows of an open query's answer as text. There may be fifty million: each is put together of pieces that are made once.
#pragma once

#include <functional>
#include <string>

#include "reports/bindings.h"
#include "reports/text_sink.h"

namespace tenet {

/// How rows are written.
struct RowWording {
    std::string before;           // each row
    std::string between;          // before all rows but the first, in front of `before`
    std::string certain, possible;  // at the end of each row
    /// Puts what a row says of an id in a column behind a text; always the same.
    std::function<void(std::string& text, std::size_t column, std::uint32_t id)> cell;
};

void put_rows(const Bindings& bindings, const RowWording& wording, TextSink& out);

}  // namespace tenet
