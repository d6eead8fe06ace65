// Where to cut is guessed: at the start tag of an element that stands in the root only. That the guess is right is known when
// the piece before has been checked up to there (check_xml_piece); else the file is not read in pieces.
#include "facts/survey_pieces.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <string_view>

#include "facts/read_elements.h"
#include "facts/side_by_side.h"
#include "facts/xml_characters.h"
#include "facts/xml_tree.h"

namespace tenet {

namespace {

constexpr std::size_t most_pieces = std::size_t{1} << 14;     // with what one may hold, they share the 32 bits of an index
constexpr unsigned piece_bits = 18;
constexpr std::uint32_t most_in_piece = std::uint32_t{1} << piece_bits;

/// The offset of what looks like a child of the root, and not like one in a comment; npos where nothing does.
std::size_t find_border(std::string_view text) {
    constexpr std::size_t near = 4096;
    std::size_t at = text.find('<');
    for (; at != std::string_view::npos; at = text.find('<', at + 1)) {
        std::string_view name = text.substr(at + 1);
        std::size_t size = 0;
        while (size < name.size() && xml::has_class(name[size], xml::name_char)) ++size;
        if (size == name.size() || !find_rule(name.substr(0, size))) continue;
        const std::string_view behind = text.substr(at, near);
        const std::size_t close = behind.find("-->");
        if (close == std::string_view::npos || close > behind.find("<!--")) return at;
        at += close;
    }
    return at;
}

/// Notes the ids of one piece.
class Declarer : public XmlChildren {
public:
    Declarer(std::string_view text, std::size_t piece, SymbolTable& symbols, Texts& texts)
        : text_(text), piece_(static_cast<std::uint32_t>(piece)), symbols_(symbols), texts_(texts) {}

    void child(std::size_t begin, std::string_view name, std::span<const RawAttribute> attributes) override {
        if (failed || crowded) return;
        if (!last_ || last_->name != name) last_ = find_rule(name);
        if (!last_) {
            failed = true;
            return;
        }
        std::string_view id;
        bool has_id = false, same_as = false;
        for (const RawAttribute& attribute : attributes) {
            if (attribute.name == "id") id = attribute.value, has_id = true;
            if (attribute.name == "same-as") same_as = true;
        }
        Symbol symbol;
        switch (last_->makes) {
            case ElementRule::Makes::entity:
                symbol = {Symbol::Kind::entity, holds.entities++};
                if (same_as) ++holds.facts;
                break;
            case ElementRule::Makes::event:
                symbol = {Symbol::Kind::event, holds.events++};
                ++holds.facts;
                break;
            case ElementRule::Makes::fact: symbol = {Symbol::Kind::fact, holds.facts++}; break;
            case ElementRule::Makes::source: symbol = {Symbol::Kind::source, holds.sources++}; break;
            case ElementRule::Makes::other: return;
        }
        failed = std::max({holds.entities, holds.events, holds.facts, holds.sources}) >= most_in_piece;
        if (!failed && has_id) declare(begin, id, symbol);
    }

    ReadContext::Before holds;
    bool failed = false, crowded = false;

private:
    void declare(std::size_t begin, std::string_view id, Symbol symbol) {
        bool decoded = false;
        for (const char c : id) decoded = decoded || c == '&' || c == '\t' || c == '\r' || c == '\n';
        if (decoded) {
            XmlTree tree(SourceSpan::none, 0, text_, texts_);
            tree.read_start_tag(begin);
            for (const XmlTree::Attribute& attribute : tree.attributes)
                if (tree.name(attribute) == "id") id = tree.lasting(attribute.value, false);
        } else if (id.size() > 8) {  // the table holds shorter ones itself
            id = texts_.keep(id);
        }
        symbol.index |= piece_ << piece_bits;
        if (id.empty() || id.size() >= 255) {
            failed = true;
            return;
        }
        switch (symbols_.insert_shared(id, symbol)) {
            case SymbolTable::Shared::added: break;
            case SymbolTable::Shared::taken: failed = true; break;
            case SymbolTable::Shared::crowded: crowded = true; break;
        }
    }

    std::string_view text_;
    std::uint32_t piece_;
    SymbolTable& symbols_;
    Texts& texts_;
    const ElementRule* last_ = nullptr;
};

class Surveyor {
public:
    Surveyor(const FileOnDisk& disk, std::size_t piece, unsigned jobs)
        : disk_(disk), size_(std::max({piece, disk.size() / most_pieces + 1, std::size_t{1}})), jobs_(jobs) {}

    /// With room for so many ids; sets `crowded` where it did not suffice.
    std::optional<Survey> run(std::size_t ids);
    std::size_t ids_expected() const;
    bool crowded() const { return crowded_; }

private:
    struct Own {
        Window window;
        std::shared_ptr<Texts> texts;
    };
    Own own();
    bool read(std::size_t number, Own& own);

    const FileOnDisk& disk_;
    const std::size_t size_;
    const std::size_t reach_ = std::max<std::size_t>(size_ / 4, 1024);  // how far behind its place a border is looked for
    const std::size_t count_ = std::max<std::size_t>(1, disk_.size() / size_);
    const unsigned jobs_;
    std::string root_;
    Survey survey_;
    std::mutex guard_;
    std::atomic<bool> failed_{false}, crowded_{false};
};

/// By how often " id=" stands in samples of the file.
std::size_t Surveyor::ids_expected() const {
    constexpr std::size_t samples = 64, size = 4096;
    std::array<char, size> bytes;
    std::size_t found = 0, seen = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        const std::size_t begin = disk_.size() / samples * i, many = std::min(size, disk_.size() - begin);
        if (!disk_.read(begin, many, bytes.data())) return 0;
        const std::string_view text(bytes.data(), many);
        seen += many;
        for (std::size_t at = text.find(" id="); at != std::string_view::npos; at = text.find(" id=", at + 1)) ++found;
    }
    return seen == 0 ? 0 : static_cast<std::size_t>(static_cast<double>(found) / static_cast<double>(seen) * 1.08 * static_cast<double>(disk_.size())) + 256;
}

Surveyor::Own Surveyor::own() {
    const std::lock_guard lock(guard_);
    return {{}, survey_.texts.emplace_back(std::make_shared<Texts>())};
}

bool Surveyor::read(std::size_t number, Own& own) {
    const std::size_t from = number * size_;
    const std::size_t to = number + 1 == count_ ? disk_.size() : std::min(disk_.size(), from + size_ + reach_);
    char* const bytes = own.window.read(disk_, from, to);
    if (!bytes) return false;
    const std::string_view window(bytes, to - from);
    // The same for this piece and for the one before, or they do not fit: the next border is looked for in the same bytes.
    const auto border = [&](std::size_t at) {
        const std::size_t found = find_border(window.substr(at, reach_));
        if (found != std::string_view::npos) return at + found;
        return from + at + reach_ >= disk_.size() ? window.size() : std::string_view::npos;
    };
    const std::size_t begin = number == 0 ? 0 : border(0);
    const std::size_t end = number + 1 == count_ ? window.size() : border(size_);
    if (begin == std::string_view::npos || end == std::string_view::npos || begin > end) return false;
    const bool last = from + end == disk_.size();  // those that follow are empty
    SurveyedPiece& piece = survey_.pieces[number];
    piece.begin = from + begin;
    piece.end = from + end;
    const std::string_view text = window.substr(begin, end - begin);
    piece.sum = sum_of(text);
    if (text.empty()) return true;  // the piece before reaches as far
    Declarer declarer(text, number, survey_.symbols, *own.texts);
    std::optional<XmlCheck> check = check_xml_piece(text, root_, last, declarer);
    if (declarer.crowded) crowded_ = true;
    if (!check || declarer.failed || declarer.crowded || !check->namespaces_at_root || check->prefixes_below_root) return false;
    if (number == 0) {
        std::size_t name = check->root_begin + 1;
        while (xml::has_class(text[name], xml::name_char)) root_ += text[name++];
    }
    if (number != 0) check->content_begin = 0;
    if (!last) check->content_end = text.size();
    piece.check = std::move(*check);
    piece.holds = declarer.holds;
    return true;
}

std::optional<Survey> Surveyor::run(std::size_t ids) {
    survey_ = {};
    root_.clear();
    failed_ = crowded_ = false;
    survey_.pieces.resize(count_);
    survey_.symbols.reserve(ids);
    Own first = own();
    if (!read(0, first)) return std::nullopt;
    side_by_side(count_ - 1, jobs_, [&] { return own(); }, [&](Own& mine, std::size_t i) {
        if (!failed_ && !read(i + 1, mine)) failed_ = true;
    });
    if (failed_) return std::nullopt;
    for (std::size_t i = 1; i < count_; ++i)
        if (survey_.pieces[i].begin != survey_.pieces[i - 1].end) return std::nullopt;  // it has changed meanwhile
    return std::move(survey_);
}

}  // namespace

char* Window::read(const FileOnDisk& disk, std::size_t begin, std::size_t end) {
    if (end - begin + 1 > room_) {
        room_ = end - begin + 1;
        bytes_ = std::make_unique_for_overwrite<char[]>(room_);
    }
    bytes_[end - begin] = '\0';
    return disk.read(begin, end - begin, bytes_.get()) ? bytes_.get() : nullptr;
}

std::optional<Survey> survey_pieces(const FileOnDisk& disk, std::size_t piece, unsigned jobs, ReadContext::Before before) {
    Surveyor surveyor(disk, piece, jobs);
    std::size_t ids = surveyor.ids_expected();
    std::optional<Survey> survey = surveyor.run(ids);
    for (; !survey && surveyor.crowded(); survey = surveyor.run(ids)) ids *= 2;
    if (!survey) return std::nullopt;
    for (SurveyedPiece& one : survey->pieces) {
        one.before = before;
        before.entities += one.holds.entities;
        before.events += one.holds.events;
        before.facts += one.holds.facts;
        before.sources += one.holds.sources;
    }
    survey->holds = before;
    const std::vector<SurveyedPiece>& pieces = survey->pieces;
    survey->symbols.settle(jobs, [&](const Symbol& symbol) -> std::uint32_t {
        const ReadContext::Before& there = pieces[symbol.index >> piece_bits].before;
        const std::uint32_t own = symbol.index & (most_in_piece - 1);
        switch (symbol.kind) {
            case Symbol::Kind::source: return there.sources + own;
            case Symbol::Kind::entity: return there.entities + own;
            case Symbol::Kind::event: return there.events + own;
            case Symbol::Kind::fact: return there.facts + own;
        }
        return no_index;
    });
    return survey;
}

}  // namespace tenet
