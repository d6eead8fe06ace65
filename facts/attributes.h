// The attributes of one element of a fact set, by number: checked against what the element allows and needs.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "facts/model.h"
#include "facts/xml_document.h"

namespace tenet {

/// Every attribute that a fact set knows, in the order of attribute_names.
enum class Attr : unsigned char {
    a,
    about,
    above,
    answer,
    as_of,
    at,
    b,
    basis,
    below,
    date,
    figures,
    from,
    gap,
    holder,
    holder_list,
    holders_of,
    id,
    if_,
    in,
    is,
    jurisdiction,
    kind,
    lower,
    max,
    min,
    name,
    note,
    object,
    of,
    options,
    person,
    published,
    ref,
    role,
    rules,
    same_as,
    share,
    source,
    status,
    subject,
    through,
    throughout,
    title,
    to,
    trust,
    unit,
    upper,
    url,
    value,
    voting,
    where
};
inline constexpr std::size_t attr_count = static_cast<std::size_t>(Attr::where) + 1;

std::string_view to_string(Attr attr);  // "as-of"

/// A set of attributes, one bit each.
class AttrSet {
public:
    constexpr AttrSet() = default;
    constexpr AttrSet(std::initializer_list<Attr> attrs) {
        for (Attr a : attrs) add(a);
    }
    constexpr void add(Attr a) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(a); }
    constexpr bool has(Attr a) const { return (bits_ >> static_cast<unsigned>(a) & 1) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    friend constexpr AttrSet operator|(AttrSet x, AttrSet y) { return AttrSet(x.bits_ | y.bits_); }
    friend constexpr AttrSet operator&(AttrSet x, AttrSet y) { return AttrSet(x.bits_ & y.bits_); }
    /// Those of x that are not in y.
    friend constexpr AttrSet operator-(AttrSet x, AttrSet y) { return AttrSet(x.bits_ & ~y.bits_); }

private:
    constexpr explicit AttrSet(std::uint64_t bits) : bits_(bits) {}
    std::uint64_t bits_ = 0;
};

class Attributes {
public:
    /// Complains of attributes outside `allowed` and of those `required` that are missing.
    Attributes(XmlElement element, AttrSet allowed, AttrSet required, Diagnostics& diagnostics);

    bool has(Attr a) const { return given_.has(a); }
    AttrSet given() const { return given_; }
    /// Neither given nor probably meant by an unknown attribute: worth a complaint of its own.
    bool lacks(AttrSet attrs) const { return (attrs & (given_ | meant_)).empty(); }
    /// The decoded value; empty when the attribute is not given. It lives as long as the run.
    std::string_view text(Attr a) const { return has(a) ? tree_->lasting(at(a).value, false) : std::string_view(); }
    Word word(Attr a) const { return {tree_->lasting(at(a).value, true), value_span(a)}; }  // of one that is given
    /// The same, only good as long as the element is: for what is looked at and not kept.
    std::string_view passing_text(Attr a) const { return has(a) ? at(a).value : std::string_view(); }
    Word passing_word(Attr a) const { return {at(a).value, value_span(a)}; }
    SourceSpan value_span(Attr a) const { return tree_->span(at(a).value_begin, at(a).value_end); }
    SourceSpan name_span(Attr a) const { return tree_->span(at(a).name_begin, at(a).name_end); }
    XmlElement element() const { return element_; }

private:
    const XmlTree::Attribute& at(Attr a) const { return tree_->attributes[index_[static_cast<std::size_t>(a)]]; }
    void complain_unknown(XmlAttribute attribute, AttrSet allowed, Diagnostics& diagnostics);

    XmlElement element_;
    AttrSet given_;
    AttrSet meant_;  // what unknown attributes were probably to be
    const XmlTree* tree_;
    std::array<std::uint32_t, attr_count> index_;  // in the tree; only those in given_ are set
};

}  // namespace tenet
