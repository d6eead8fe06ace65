// The markup half of check_xml: tags, attributes, comments, CDATA, and how they nest.
#include <array>
#include <cstring>

#include "facts/xml_checker.h"

namespace tenet {

using namespace xml;

bool XmlChecker::content() {
    while (!at_end())
        if (!(text_[pos_] == '<' ? markup() : text_run())) return false;
    return true;
}

bool XmlChecker::markup() {
    if (pos_ + 1 >= text_.size()) {
        if (open_.empty() && root_seen_)
            malformed(pos_, pos_ + 1, "text after the end of the root element");
        pos_ = text_.size();
        return true;  // else finish() says what is missing
    }
    const char next = text_[pos_ + 1];
    if (next == '/') return end_tag();
    if (next == '?') return instruction();
    if (next == '!') {
        if (at("<!--")) return comment();
        if (at("<![CDATA[")) return cdata();
        if (at("<!DOCTYPE") || at("<!doctype")) {
            error("dtd", pos_, pos_ + 9,
                  "a DTD is refused: entities in it could blow up memory or read other files, and Tenet needs none",
                  "remove the <!DOCTYPE ...>")
                .help = "facts.xsd and rules.xsd (tenet schema) describe the files for editors";
            return false;
        }
        malformed(pos_, pos_ + 2, "'<!' begins neither a comment nor CDATA", "write '&lt;' for a '<' in text");
        return false;
    }
    if (has_class(next, name_start)) {
        const std::optional<bool> usual = tree_ ? usual_tag() : std::nullopt;
        return usual ? *usual : start_tag();
    }
    malformed(pos_, pos_ + 1, "a bare '<' may not stand in XML", "write '&lt;'").help =
        "or put the whole text into <![CDATA[ ... ]]>";
    return false;
}

bool XmlChecker::check_length(std::string_view name) {
    if (name.size() <= max_xml_name) return true;
    const auto begin = static_cast<std::size_t>(name.data() - text_.data());
    malformed(begin, begin + max_xml_name,
              "a name of more than " + std::to_string(max_xml_name) + " characters; this is no file of ours");
    return false;
}

bool XmlChecker::start_tag() {
    const std::size_t begin = pos_++;
    const std::string_view name = take_name();
    if (!check_length(name)) return false;
    if (open_.empty() && root_seen_) {
        malformed(begin, pos_, "a second root element: a file has one",
                  tag(name) + " stands after the end of the first");
        return false;
    }
    if (open_.size() >= max_xml_depth) {
        error("too-deep", begin, pos_,
              "elements are nested more than " + std::to_string(max_xml_depth) + " deep here; this is no file of ours");
        return false;
    }
    root_seen_ = true;
    if (name.find(':') != std::string_view::npos) {
        result_.namespaces_at_root = false;
        result_.prefixes_below_root = true;
    }
    given_.clear();
    names_like_ = 0;
    if (tree_ && !open_.empty()) tree_->begin_element(begin, pos_);
    while (true) {
        const std::size_t before = pos_;
        skip_space();
        if (at_end()) {
            malformed(begin, begin + 1 + name.size(), "the file ends inside the tag " + tag(name),
                      "its '>' is missing; the file may be cut off");
            return false;
        }
        if (text_[pos_] == '>') {
            ++pos_;
            return end_start_tag(begin, name, false);
        }
        if (text_[pos_] == '/' && pos_ + 1 < text_.size() && text_[pos_ + 1] == '>') {
            pos_ += 2;
            return end_start_tag(begin, name, true);
        }
        if (!has_class(text_[pos_], name_start)) {
            Diagnostic& d = malformed(pos_, pos_ + 1, "the tag " + tag(name) + " is not well-formed here",
                                      "an attribute (name=\"value\"), '>' or '/>' belongs here");
            d.labels.push_back({span(begin, begin + 1 + name.size()), "the tag begins here"});
            return false;
        }
        if (before == pos_) {
            malformed(pos_, pos_ + 1, "a space is missing between attributes");
            return false;
        }
        if (!attribute()) return false;
    }
}

bool XmlChecker::end_start_tag(std::size_t begin, std::string_view name, bool empty) {
    const std::size_t depth = open_.size();
    if (depth == 0) note_root(begin);
    if (depth == 0 && children_ && !children_->root(begin)) return false;
    if (depth == 1 && !tree_) note_child(name);
    if (depth > 0 && tree_) tree_->end_tag(pos_, empty);
    if (!empty) open_.push_back({begin, name});
    return !empty || depth != 1 || tell_child();
}

/// Of the child of the root that ends here.
bool XmlChecker::tell_child() {
    if (!tree_) return true;
    if (!result_.well_formed) return false;
    const bool go_on = children_->child({tree_, 0});
    tree_->clear();
    return go_on;
}

bool XmlChecker::attribute() {
    const std::size_t begin = pos_;
    const std::string_view name = take_name();
    if (!check_length(name)) return false;
    skip_space();
    if (here() != '=') {
        malformed(begin, begin + name.size(), "the attribute " + quoted(name) + " has no value",
                  "write " + std::string(name) + "=\"...\"");
        return false;
    }
    ++pos_;
    skip_space();
    if (here() != '"' && here() != '\'') {
        malformed(begin, pos_, "the value of " + quoted(name) + " is not in quotes",
                  "write " + std::string(name) + "=\"...\"");
        return false;
    }
    const std::size_t value = pos_ + 1;
    if (!attribute_value(begin, name) || !unlike_others(begin, name)) return false;
    if (open_.empty()) return true;
    if (tree_ && !result_.well_formed) return false;  // its references cannot be decoded
    if (tree_) tree_->add_attribute(begin, begin + name.size(), value, pos_ - 1);
    if (name.find(':') != std::string_view::npos && !name.starts_with("xmlns:")) result_.prefixes_below_root = true;
    if (name[0] == 'x' && (name == "xmlns" || name.starts_with("xmlns:"))) result_.namespaces_at_root = false;
    return true;
}

namespace {

/// What a value may hold only at its end, or not without a look.
constexpr std::array<bool, 256> make_stops() {
    std::array<bool, 256> stops{};
    for (unsigned char c : {'"', '\'', '<', '&', '\0'}) stops[c] = true;
    return stops;
}
constexpr std::array<bool, 256> stops = make_stops();

/// Where a usual tag stops: at the end of a name, of white space, of a value that means what is written.
constexpr unsigned char usual_name = 1, usual_value = 2, usual_space = 4;
constexpr std::array<unsigned char, 256> make_usual() {
    std::array<unsigned char, 256> usual{};
    for (std::size_t i = 0; i < 256; ++i) {
        if ((classes[i] & name_char) != 0 && i != ':') usual[i] |= usual_name;
        if ((classes[i] & space_char) != 0) usual[i] |= usual_space;
        if (!stops[i] && (i == ' ' || (classes[i] & space_char) == 0)) usual[i] |= usual_value;
    }
    return usual;
}
constexpr std::array<unsigned char, 256> usual = make_usual();

}  // namespace

/// A start tag in the root as nearly all are, straight into the tree: no prefixes, no references, no quotes in values, nothing
/// malformed. Nothing where it is none; start_tag says what it is then. Does not look for attributes
/// that are given twice.
std::optional<bool> XmlChecker::usual_tag() {
    if (open_.empty() || open_.size() >= max_xml_depth) return std::nullopt;
    const auto skip = [](const char* at, unsigned char what) {
        while ((usual[static_cast<unsigned char>(*at)] & what) != 0) ++at;
        return at;
    };
    const char* const bytes = text_.data();
    const char* const begin = bytes + pos_;
    const char* at = skip(begin + 1, usual_name);
    const std::string_view name(begin + 1, static_cast<std::size_t>(at - begin - 1));
    const auto offset = [bytes](const char* place) { return static_cast<std::size_t>(place - bytes); };
    const std::size_t name_end = offset(at);
    usual_attributes_.resize(max_xml_attributes);
    XmlTree::Attribute* const found = usual_attributes_.data();
    std::size_t many = 0;
    while (true) {
        const char* const attribute = skip(at, usual_space);
        if (*attribute == '>' || (*attribute == '/' && attribute[1] == '>')) {
            if (name.size() > max_xml_name) return std::nullopt;
            const bool empty = *attribute == '/';
            const std::size_t tag = pos_;
            pos_ = offset(attribute) + (empty ? 2 : 1);
            tree_->begin_element(tag, name_end);
            tree_->attributes.insert(tree_->attributes.end(), found, found + many);
            return end_start_tag(tag, name, empty);
        }
        // The first letter of xmlns.
        if (attribute == at || !has_class(*attribute, name_start) || *attribute == 'x') return std::nullopt;
        const char* const equals = skip(attribute, usual_name);
        const char quote = *equals == '=' ? equals[1] : '\0';
        if ((quote != '"' && quote != '\'') || equals - attribute > static_cast<std::ptrdiff_t>(max_xml_name) || many == max_xml_attributes)
            return std::nullopt;
        const char* const end = skip(equals + 2, usual_value);
        if (*end != quote) return std::nullopt;
        const auto place = [offset](const char* at_byte) { return static_cast<std::uint32_t>(offset(at_byte)); };
        found[many++] = {place(attribute), place(equals), place(equals + 2), place(end),
                         {equals + 2, static_cast<std::size_t>(end - equals - 2)}};
        at = end + 1;
    }
}

/// From the opening quote on; leaves pos_ behind the closing one. The attribute begins at `begin`.
bool XmlChecker::attribute_value(std::size_t begin, std::string_view name) {
    const char quote = here();
    const std::size_t value = pos_ + 1;
    const char* at = text_.data() + value;
    while (true) {
        while (!stops[static_cast<unsigned char>(*at)]) ++at;
        const auto i = static_cast<std::size_t>(at - text_.data());
        if (*at == quote) {
            pos_ = i + 1;
            return true;
        }
        if (*at == '&') reference(i, text_.size());
        if (*at == '<') {
            Diagnostic& d = malformed(i, i + 1, "'<' stands in the value of " + quoted(name),
                                      "write '&lt;', or close the value before it");
            d.labels.push_back({span(begin, value), "the value begins here; is its closing quote missing?"});
            return false;
        }
        if (*at == '\0') {
            malformed(begin, value, "the value of " + quoted(name) + " has no closing quote");
            return false;
        }
        ++at;
    }
}

/// Complains of a name given twice in this tag (and goes on), and of too many names.
bool XmlChecker::unlike_others(std::size_t begin, std::string_view name) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(name[i]); };
    const std::uint64_t like = std::uint64_t{1} << ((name.size() * 7 + byte(0) + 5u * byte(name.size() - 1)) & 63);
    if ((names_like_ & like) != 0)
        for (const std::string_view other : given_) {
            if (other != name) continue;
            Diagnostic& d = error("duplicate-attribute", begin, begin + name.size(),
                                  "the attribute " + quoted(name) + " is given twice");
            const auto first = static_cast<std::size_t>(other.data() - text_.data());
            d.labels.push_back({span(first, first + other.size()), "first given here"});
        }
    if (given_.size() >= max_xml_attributes) {
        malformed(begin, begin + name.size(),
                  "more than " + std::to_string(max_xml_attributes) + " attributes in one tag");
        return false;
    }
    names_like_ |= like;
    given_.push_back(name);
    return true;
}

bool XmlChecker::end_tag() {
    const std::size_t begin = pos_;
    pos_ += 2;
    const std::string_view name = take_name();
    if (!check_length(name)) return false;
    skip_space();
    if (here() != '>') {
        malformed(begin, pos_, "this end tag is not well-formed", "write </name>");
        return false;
    }
    ++pos_;
    if (open_.empty()) {
        malformed(begin, pos_, "</" + std::string(name) + "> closes nothing: no element is open here");
        return false;
    }
    const Open& last = open_.back();
    if (last.name != name) {
        Diagnostic& d = malformed(
            begin, pos_, "</" + std::string(name) + "> stands where </" + std::string(last.name) + "> is missing");
        d.labels.push_back(
            {span(last.begin, last.begin + 1 + last.name.size()), tag(last.name) + " is opened here and not closed"});
        d.help = "close it with </" + std::string(last.name) + ">, or end its own tag with '/>'";
        return false;
    }
    open_.pop_back();
    if (open_.empty()) {
        result_.content_end = begin;
        return true;
    }
    if (tree_) tree_->end_element();
    return open_.size() > 1 || tell_child();
}

bool XmlChecker::comment() {
    const std::size_t begin = pos_;
    const std::size_t dashes = text_.find("--", pos_ + 4);
    if (dashes == std::string_view::npos) {
        malformed(begin, begin + 4, "this comment has no end", "'-->' is missing");
        return false;
    }
    if (text_.substr(dashes).starts_with("-->")) {
        pos_ = dashes + 3;
        return true;
    }
    Diagnostic& d = malformed(dashes, dashes + 2, "'--' may not stand inside a comment");
    d.labels.push_back({span(begin, begin + 4), "the comment begins here"});
    return false;
}

bool XmlChecker::cdata() {
    const std::size_t begin = pos_;
    if (open_.empty()) {
        malformed(begin, begin + 9, "CDATA may not stand outside the root element");
        return false;
    }
    const std::size_t end = text_.find("]]>", pos_ + 9);
    if (end == std::string_view::npos) {
        malformed(begin, begin + 9, "this CDATA section has no end", "']]>' is missing");
        return false;
    }
    pos_ = end + 3;
    if (tree_ && open_.size() == 1) return false;
    if (tree_) tree_->note_text(begin + 9, text_.size());  // whatever it holds
    return true;
}

bool XmlChecker::instruction() {
    const std::size_t begin = pos_;
    pos_ += 2;
    const std::string_view target = take_name();
    const std::size_t end = text_.find("?>", pos_);
    if (end == std::string_view::npos) {
        malformed(begin, begin + 2, "this processing instruction has no end", "'?>' is missing");
        return false;
    }
    const bool spaced = pos_ == end || has_class(text_[pos_], space_char);
    pos_ = end + 2;
    if (target.empty() || !spaced)
        malformed(begin, pos_, "this processing instruction is not well-formed");
    else if (target == "xml")
        malformed(begin, pos_, "the XML declaration must be the very first thing in the file");
    else if (target != "xml-stylesheet" && target != "xml-model")  // for browsers and editors; they change nothing
        error("processing-instruction", begin, pos_,
              "the processing instruction " + quoted(target) + " is refused: it could mean anything");
    return true;
}

void XmlChecker::finish() {
    if (!open_.empty()) {
        const Open& last = open_.back();
        Diagnostic& d = malformed(text_.size(), text_.size(),
                                  "the file ends before </" + std::string(last.name) + ">; it may be cut off");
        d.labels.push_back({span(last.begin, last.begin + 1 + last.name.size()), tag(last.name) + " is opened here"});
    } else if (!root_seen_) {
        malformed(text_.size(), text_.size(), "the file holds no element");
    }
}

bool XmlChecker::run_piece(std::string_view root, bool last) {
    result_.well_formed = true;
    if (!last && text_.ends_with('<')) return false;
    if (!characters()) return false;
    if (root.empty()) {
        if (!declaration()) return false;
    } else {
        open_.push_back({0, root});
        root_seen_ = true;
    }
    if (!content()) return false;
    if (last) finish();
    return result_.well_formed && result_.namespaces_at_root && !result_.prefixes_below_root &&
           open_.size() == (last ? 0 : 1) && pos_ == text_.size();
}

bool read_xml_piece(XmlTree& tree, std::string_view root, bool last, XmlChildren& children) {
    Diagnostics complaints;
    return XmlChecker(tree, children, complaints).run_piece(root, last);
}

XmlCheck check_xml(FileIndex file, const Sources& sources, Diagnostics& diagnostics) {
    return XmlChecker(file, sources.whole(file), diagnostics).run();
}

}  // namespace tenet
