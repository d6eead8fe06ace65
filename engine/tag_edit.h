// Attributes of one start tag, changed byte by byte: nothing else of a file moves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/source.h"

namespace tenet {

/// The bytes of `span` become `text`; an empty span inserts.
struct Edit {
    SourceSpan span;
    std::string text;
};

/// `file` with all edits made; they do not overlap.
std::string edited(std::string_view file, std::vector<Edit> edits);

/// The start tag of an element in a file that is known to be well-formed.
class StartTag {
public:
    StartTag(std::string_view file, SourceSpan span);
    /// The element's name as written, with its prefix.
    std::string_view name() const { return name_; }
    /// The raw value between the quotes; nothing where the attribute is not given.
    std::optional<std::string_view> value(std::string_view attribute) const;
    Edit set(std::string_view attribute, std::string_view value) const;  // value: without <, & and quotes
    /// Takes the attribute away with the white space before it; nothing where it is not given.
    std::optional<Edit> remove(std::string_view attribute) const;
    /// Name and attributes in one order, whatever the white space between them.
    std::string canonical() const;
    std::uint32_t begin() const { return span_.begin; }

private:
    struct Attribute {
        std::string_view name;
        std::uint32_t gap, name_begin, value_begin, value_end;  // gap: where the white space before it begins
    };
    const Attribute* find(std::string_view attribute) const;
    std::string_view file_;
    SourceSpan span_;
    std::string_view name_;
    std::uint32_t end_ = 0;  // behind the last attribute, or the name
    std::vector<Attribute> attributes_;
};

}  // namespace tenet
