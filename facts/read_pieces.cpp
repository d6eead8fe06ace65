// Each piece becomes a small fact set, and these are put behind one another. What a fact refers to has a number in its piece
// until then: how many stand before a piece is known when all before it have been read (piece_numbers.h).
#include "facts/read_pieces.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "facts/file_cuts.h"
#include "facts/read_stream.h"
#include "facts/piece_numbers.h"
#include "facts/references.h"
#include "facts/side_by_side.h"
#include "facts/xml_check.h"

namespace tenet {

namespace {

struct Part {
    FactSet set;
    Diagnostics diagnostics;
    std::size_t begin = 0;  // of its text in the file
    LateText::Piece text{};
};

template <class T, class Change>
void move_behind(std::vector<T>& whole, std::vector<T>& part, const Change& change) {
    for (T& item : part) {
        change(item);
        whole.push_back(std::move(item));
    }
    part.clear();  // keeps its memory for the next piece
}
template <class T>
void move_behind(std::vector<T>& whole, std::vector<T>& part) {
    move_behind(whole, part, [](T&) {});
}

class PieceReader {
public:
    PieceReader(LateText& text, FileIndex file, FactSet& set, Sources& sources, std::size_t piece)
        : late_(text), cuts_(text.disk(), piece), file_(file), set_(set), sources_(sources) {}

    /// False where there is something to complain of; `set` is then of no use.
    bool run(unsigned jobs, std::size_t ids, const Counts& room, Diagnostics& diagnostics);
    /// There was not room for so many ids: more may do.
    bool crowded() const { return crowded_; }

private:
    struct Own {
        Window window;
        std::shared_ptr<Texts> texts;
        BoxRoom* boxes;  // of set_
    };
    class Children;
    Own own();
    bool read(std::size_t number, Own& own);
    bool read_text(std::size_t number, const FileCuts::Piece& piece, Part& part, Own& own);
    bool root(const XmlTree& piece, std::size_t begin);
    std::unique_ptr<Part> part();
    void hand_in(std::size_t number, std::unique_ptr<Part> part);
    void append(Part& part);
    bool finish(unsigned jobs);

    LateText& late_;
    const FileCuts cuts_;
    const FileIndex file_;
    FactSet& set_;
    Sources& sources_;
    const SetId set_id_ = static_cast<SetId>(set_.sets.size());
    SymbolTable elsewhere_;   // ids of other files
    std::string root_;        // its name; known when the first piece has been read
    Diagnostics complaints_;

    std::mutex guard_;  // of all that follows, and of set_ while pieces are read
    std::atomic<bool> failed_{false}, crowded_{false};
    std::size_t next_ = 0;                                  // the piece to be appended next
    std::map<std::size_t, std::unique_ptr<Part>> waiting_;  // for those before them
    std::vector<std::unique_ptr<Part>> idle_;
    std::vector<Counts> before_;
    std::vector<LateText::Piece> known_;
    std::vector<std::shared_ptr<Texts>> texts_;
};

/// Reads the children of the root in one piece as they come.
class PieceReader::Children : public XmlChildren {
public:
    Children(PieceReader& reader, const XmlTree& tree, ReadContext& context)
        : reader_(reader), tree_(tree), context_(context) {}
    bool root(std::size_t begin) override { return reader_.root(tree_, begin); }
    bool child(XmlElement element) override {
        for (const XmlTree::Attribute& attribute : tree_.attributes)
            if (may_be_id(attribute.value)) context_.piece->symbols.prefetch(attribute.value);
        read_child(element, context_);
        return !context_.diagnostics.has_errors();
    }

private:
    /// A guess: many ids are numbered, as e12 is.
    static bool may_be_id(std::string_view value) {
        return !value.empty() && (value.front() & 0x40) != 0 && value.back() >= '0' && value.back() <= '9';
    }

    PieceReader& reader_;
    const XmlTree& tree_;
    ReadContext& context_;
};

bool PieceReader::root(const XmlTree& piece, std::size_t begin) {
    XmlTree tree(file_, 0, piece.text, *set_.texts);
    tree.read_start_tag(begin);
    if (const std::string_view* uri = tree.declared_namespace(0, {})) tree.root_namespace = *uri;
    const XmlElement element(&tree, 0);
    if (!check_prefixes(tree, complaints_) || !expect_root(element, facts_uri, "facts", complaints_)) return false;
    root_ = element.full_name();
    ReadContext context{set_, sources_, complaints_, file_, set_id_};
    read_root(element, context);
    return complaints_.list().empty();
}

std::unique_ptr<Part> PieceReader::part() {
    const std::lock_guard lock(guard_);
    if (idle_.empty()) return std::make_unique<Part>();
    std::unique_ptr<Part> one = std::move(idle_.back());
    idle_.pop_back();
    return one;
}

PieceReader::Own PieceReader::own() {
    const std::lock_guard lock(guard_);
    return {{}, texts_.emplace_back(std::make_shared<Texts>()), &set_.rooms.add()};
}

void PieceReader::append(Part& part) {
    const auto size = [](const auto& list) { return static_cast<std::uint32_t>(list.size()); };
    before_.push_back({size(set_.entities), size(set_.events), size(set_.facts), size(set_.sources)});
    const PieceNumbers numbers(before_);
    const References renumber(numbers);
    move_behind(set_.sources, part.set.sources);
    move_behind(set_.entities, part.set.entities, renumber);
    move_behind(set_.events, part.set.events, renumber);
    move_behind(set_.facts, part.set.facts, renumber);
    move_behind(set_.expectations, part.set.expectations);
    move_behind(set_.unresolved, part.set.unresolved, renumber);
    set_.has_claims |= part.set.has_claims;
    set_.names_dates |= part.set.names_dates;
    move_behind(set_.sets[set_id_].uses, part.set.sets.front().uses);
    for (const Diagnostic& d : part.diagnostics.list()) complaints_.add(d);
    part.diagnostics = {};
    // Another piece would have begun elsewhere: the file has changed meanwhile.
    if (part.begin != (known_.empty() ? 0 : known_.back().end)) failed_ = true;
    known_.push_back(part.text);
    if (complaints_.list().size() >= max_complaints) failed_ = true;
}

void PieceReader::hand_in(std::size_t number, std::unique_ptr<Part> done) {
    const std::lock_guard lock(guard_);
    waiting_.emplace(number, std::move(done));
    for (auto it = waiting_.begin(); it != waiting_.end() && it->first == next_; it = waiting_.erase(it), ++next_) {
        append(*it->second);
        idle_.push_back(std::move(it->second));
    }
}

bool PieceReader::read_text(std::size_t number, const FileCuts::Piece& piece, Part& part, Own& own) {
    XmlTree tree(file_, piece.begin, piece.text, *own.texts);
    tree.root_namespace = facts_uri;
    PieceIds ids{set_.symbols, elsewhere_, first_of_piece(static_cast<std::uint32_t>(number))};
    ReadContext context{part.set, sources_, part.diagnostics, file_, set_id_};
    context.piece = &ids;
    Children children(*this, tree, context);
    const bool read = read_xml_piece(tree, root_, piece.last, children);
    if (ids.crowded) crowded_ = true;
    const auto few = [](const auto& list) { return list.size() < most_in_piece; };
    return read && !ids.crowded && !ids.twice && few(part.set.entities) && few(part.set.events) && few(part.set.facts) &&
           few(part.set.sources);
}

bool PieceReader::read(std::size_t number, Own& own) {
    const std::optional<FileCuts::Piece> piece = cuts_.read(number, own.window);
    if (!piece) return false;
    std::unique_ptr<Part> mine = part();
    mine->begin = piece->begin;
    mine->text = {piece->end, sum_of(piece->text), count_text(piece->text)};
    mine->set.texts = own.texts;
    mine->set.files = &sources_;
    mine->set.sets.resize(1);
    const BoxRoom::Use boxes(*own.boxes);
    try {
        if (!piece->text.empty() && !read_text(number, *piece, *mine, own)) return false;  // else the one before reaches as far
    } catch (const std::runtime_error&) {
        return false;  // the text was asked for: see LateText::hold_back
    }
    hand_in(number, std::move(mine));
    return true;
}

/// Once all are read: the ids' last numbers, and what only the whole text can tell.
bool PieceReader::finish(unsigned jobs) {
    const PieceNumbers numbers(before_);
    set_.symbols.settle(jobs, [&](const Symbol& symbol) {
        std::uint32_t index = symbol.index;
        switch (symbol.kind) {
            case Symbol::Kind::source: numbers.source(index); break;
            case Symbol::Kind::entity: numbers.entity(index); break;
            case Symbol::Kind::event: numbers.event(index); break;
            case Symbol::Kind::fact: numbers.fact(index); break;
        }
        return index;
    });
    bool good = true;
    elsewhere_.each([&](std::string_view id, const Symbol& symbol) { good = good && !set_.symbols.insert(id, symbol); });
    if (!good) return false;
    for (const std::shared_ptr<Texts>& one : texts_) set_.texts->adopt(std::move(*one));
    late_.expect(std::move(known_));
    for (Expectation& one : set_.expectations)
        if (one.id.empty()) one.id = set_.texts->keep(place_name(one.span, sources_));
    return true;
}

bool PieceReader::run(unsigned jobs, std::size_t ids, const Counts& room, Diagnostics& diagnostics) {
    elsewhere_ = std::exchange(set_.symbols, {});
    set_.symbols.reserve(ids);
    const auto grow = [](auto& list, std::uint32_t more) { list.reserve(list.size() + more); };
    grow(set_.entities, room.entities);
    grow(set_.events, room.events);
    grow(set_.facts, room.facts);
    Own first = own();
    if (!read(0, first)) return false;
    side_by_side(cuts_.count() - 1, jobs, [&] { return own(); }, [&](Own& mine, std::size_t i) {
        if (!failed_ && !read(i + 1, mine)) failed_ = true;
    });
    if (failed_ || !finish(jobs)) return false;
    for (const Diagnostic& d : complaints_.list()) diagnostics.add(d);
    return true;
}

}  // namespace

bool read_in_pieces(LateText& text, FileIndex file, FactSet& set, Sources& sources, Diagnostics& diagnostics,
                    const ReadLimits& limits) {
    const Guess guess = guess_counts(text.disk());
    const std::size_t sets = set.sets.size(), sources_before = set.sources.size(), entities = set.entities.size(),
                      events = set.events.size(), facts = set.facts.size(), expectations = set.expectations.size(),
                      unresolved = set.unresolved.size();
    const SymbolTable symbols = set.symbols;
    for (std::size_t ids = guess.ids;; ids *= 2) {
        text.hold_back();
        PieceReader reader(text, file, set, sources, limits.piece);
        if (reader.run(limits.jobs, ids, guess.counts, diagnostics)) return true;
        const auto shorten = [](auto& list, std::size_t to) { list.erase(list.begin() + static_cast<std::ptrdiff_t>(to), list.end()); };
        shorten(set.sets, sets);
        shorten(set.sources, sources_before);
        shorten(set.entities, entities);
        shorten(set.events, events);
        shorten(set.facts, facts);
        shorten(set.expectations, expectations);
        shorten(set.unresolved, unresolved);
        set.symbols = symbols;
        text.expect({});
        if (!reader.crowded()) return false;
    }
}

}  // namespace tenet
