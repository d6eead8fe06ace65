// Inside read_packs: a pack's file once found and parsed, the loader that finds and orders packs, and the reader that
// turns their elements into a vocabulary.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "facts/xml_document.h"
#include "rules/packs.h"

namespace tenet {

inline constexpr std::string_view rules_namespace = "urn:tenet:rules:1";

/// A word of a pack and its place: outlives the pack's document.
struct PackWord {
    std::string text;
    SourceSpan span;
    bool empty() const { return text.empty(); }
};
inline PackWord pack_word(const Word& word) { return {std::string(word.text), word.span}; }

/// The attributes of one element of a pack: complains of those it does not have and of those it lacks.
class PackAttributes {
public:
    PackAttributes(XmlElement element, std::initializer_list<std::string_view> required,
                   std::initializer_list<std::string_view> optional, Diagnostics& diagnostics);
    bool complete() const { return complete_; }
    PackWord word(std::string_view name) const;  // empty where it is not given
    std::string text(std::string_view name) const { return std::string(element_.attribute(name).value()); }
    PlacedText placed(std::string_view name) const;
    bool flag(std::string_view name, Diagnostics& diagnostics) const;  // true or false; false where it is not given

private:
    XmlElement element_;
    bool complete_ = true;
};

struct PackFile {
    std::string id, title, path;
    FileIndex file = SourceSpan::none;
    SourceSpan id_span;
    XmlDocument document;
    std::vector<PackWord> uses;
};

class PackLoader {
public:
    PackLoader(const PackRequest& request, Sources& sources, Diagnostics& diagnostics)
        : request_(request), sources_(sources), diagnostics_(diagnostics) {}
    /// All packs of the run, each after those it uses.
    std::vector<PackFile> load(const FactSet& facts);

private:
    void load_named();
    std::optional<std::size_t> load_file(FileIndex file, const std::string& path);
    /// Finds a pack by its id; complains at `use` (no file: the command line).
    std::optional<std::size_t> find(const PackWord& use);
    std::optional<std::size_t> find_built_in(std::string_view id);
    std::optional<std::size_t> find_in_folders(std::string_view id);
    void visit(std::size_t pack, const PackWord& use);
    void complain_missing(const PackWord& use);
    std::vector<std::string> known_ids() const;

    const PackRequest& request_;
    Sources& sources_;
    Diagnostics& diagnostics_;
    std::vector<PackFile> packs_;
    std::map<std::string, std::size_t, std::less<>> by_id_;
    std::map<std::string, std::size_t> by_path_;
    enum class State { fresh, open, done };
    std::vector<State> states_;
    std::vector<std::size_t> open_, order_;
};

class PackReader {
public:
    PackReader(const PackRequest& request, const FactSet& facts, const Sources& sources, Diagnostics& diagnostics)
        : request_(request), facts_(facts), sources_(sources), diagnostics_(diagnostics) {}
    Vocabulary read(const std::vector<PackFile>& packs);

private:
    struct PendingBody {
        PlacedText params, message, title;
    };

    // packs_declare.cpp
    void declare(const PackFile& pack, XmlElement element);
    void entity_kind(const PackFile& pack, XmlElement element);
    void event_kind(const PackFile& pack, XmlElement element);
    void office_kind(const PackFile& pack, XmlElement element);
    void relation_kind(const PackFile& pack, XmlElement element);
    void define(const PackFile& pack, XmlElement element);
    std::optional<Law> law(const PackFile& pack, XmlElement element, const PackAttributes& attributes);
    void check(const PackFile& pack, XmlElement element);
    void example(const PackFile& pack, XmlElement element);
    bool good_name(const PackWord& name, std::string_view what);
    bool claim_law_id(const PackFile& pack, const PackWord& id);
    bool unused(const PackWord& name, std::string_view what, std::initializer_list<std::string_view> reserved);
    /// The same for a definition: another pack may define the name too, and this one may do so for other days.
    bool unused_definition(const PackFile& pack, const PackWord& name, const Applies& applies);
    void refuse_children(XmlElement element);
    void refuse_text(XmlElement element);
    void resolve_kinds();
    KindId resolve_kind(const PackWord& word);
    void refuse_kind_cycles();

    // packs_records.cpp
    bool record_check(Check& check, const PlacedText& variables);
    void check_records();

    // packs_dates.cpp
    Applies applies(const PackAttributes& attributes);
    std::optional<Term> guard(const Applies& applies);
    void guard_law(Law& law);
    std::uint32_t named_by_dates(const Definition& version, const PendingBody& parts);
    void check_versions();

    // packs_options.cpp
    void option(const PackFile& pack, XmlElement element);
    void choose_options();
    void choose(const PackWord& pack, const std::string& name, const std::string& value, SourceSpan span,
                std::map<std::string, PackWord, std::less<>>& chosen);

    // packs_expressions.cpp
    std::vector<Parameter> parameters(const PlacedText& text, bool numbers = false);  // numbers: of a definition
    std::optional<Domain> parameter_domain(std::string_view kind, SourceSpan span, bool numbers);
    void check_bodies();
    void guess_types();
    void check_law(Law& law);
    bool within_budget(const Term& body, SourceSpan place);
    void check_placeholders(const PlacedText& text, const std::vector<Parameter>& params);

    struct Pending {  // a word whose kind is known once all packs are read
        PackWord word;
        enum class Place { parent, role, subject, object } place;
        std::uint32_t index, part;
    };

    const PackRequest& request_;
    const FactSet& facts_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    Vocabulary vocabulary_;
    std::size_t terms_ = 0;  // of all bodies so far
    std::vector<Pending> pending_;
    std::vector<PendingBody> definition_parts_, law_parts_, check_parts_, record_parts_;
    std::map<std::string, SourceSpan, std::less<>> kinds_, functions_, offices_, laws_;  // names taken, and where
    std::map<std::string, SourceSpan, std::less<>> definitions_;  // PACK:NAME
};

}  // namespace tenet
