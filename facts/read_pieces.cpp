// The second reading: each piece becomes a small fact set that refers to the whole one, and these are put behind one another.
#include "facts/read_pieces.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "facts/read_stream.h"
#include "facts/side_by_side.h"
#include "facts/survey_pieces.h"

namespace tenet {

namespace {

struct Part {
    FactSet set;
    Diagnostics diagnostics;
};

template <class T>
void move_behind(std::vector<T>& whole, std::vector<T>& part) {
    for (T& item : part) whole.push_back(std::move(item));
    part.clear();  // keeps its memory for the next piece
}

class PieceReader {
public:
    PieceReader(const FileOnDisk& disk, FileIndex file, FactSet& set, Sources& sources, Survey& survey)
        : disk_(disk), file_(file), set_(set), sources_(sources), survey_(survey) {}

    /// False where there is something to complain of; `set` is then of no use.
    bool run(unsigned jobs, Diagnostics& diagnostics);

private:
    struct Own {
        Window window;
        std::shared_ptr<Texts> texts;
    };
    bool root();
    void make_room();
    bool read(std::size_t number, Own& own);
    std::unique_ptr<Part> part();
    void hand_in(std::size_t number, std::unique_ptr<Part> part);
    void append(Part& part);

    const FileOnDisk& disk_;
    const FileIndex file_;
    FactSet& set_;
    Sources& sources_;
    Survey& survey_;
    const SetId set_id_ = static_cast<SetId>(set_.sets.size());
    Diagnostics complaints_;

    std::mutex guard_;  // of all that follows, and of set_ while pieces are read
    std::atomic<bool> failed_{false};
    std::size_t next_ = 0;                              // the piece to be appended next
    std::map<std::size_t, std::unique_ptr<Part>> waiting_;  // for those before them
    std::vector<std::unique_ptr<Part>> idle_;
    std::vector<std::shared_ptr<Texts>> texts_;
};

bool PieceReader::root() {
    const SurveyedPiece& first = survey_.pieces.front();
    Window window;
    const char* bytes = window.read(disk_, first.begin, first.end);
    if (!bytes || sum_of({bytes, first.end - first.begin}) != first.sum) return false;
    XmlTree tree(file_, 0, {bytes, first.end - first.begin}, *set_.texts);
    tree.read_start_tag(first.check.root_begin);
    if (const std::string_view* uri = tree.declared_namespace(0, {})) tree.root_namespace = *uri;
    const XmlElement element(&tree, 0);
    if (!check_prefixes(tree, complaints_) || !expect_root(element, facts_uri, "facts", complaints_)) return false;
    ReadContext context{set_, sources_, complaints_, file_, set_id_};
    read_root(element, context);
    return complaints_.list().empty();
}

void PieceReader::make_room() {
    set_.entities.reserve(survey_.holds.entities);
    set_.events.reserve(survey_.holds.events);
    set_.facts.reserve(survey_.holds.facts);
}

std::unique_ptr<Part> PieceReader::part() {
    const std::lock_guard lock(guard_);
    if (idle_.empty()) return std::make_unique<Part>();
    std::unique_ptr<Part> one = std::move(idle_.back());
    idle_.pop_back();
    return one;
}

void PieceReader::append(Part& part) {
    move_behind(set_.sources, part.set.sources);
    move_behind(set_.entities, part.set.entities);
    move_behind(set_.events, part.set.events);
    move_behind(set_.facts, part.set.facts);
    move_behind(set_.expectations, part.set.expectations);
    move_behind(set_.unresolved, part.set.unresolved);
    move_behind(set_.sets[set_id_].uses, part.set.sets.front().uses);
    for (const Diagnostic& d : part.diagnostics.list()) complaints_.add(d);
    part.diagnostics = {};
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

bool PieceReader::read(std::size_t number, Own& own) {
    const SurveyedPiece& piece = survey_.pieces[number];
    std::unique_ptr<Part> mine = part();
    FactSet& set = mine->set;
    set.texts = own.texts;
    set.files = &sources_;
    set.sets.resize(1);
    if (const std::size_t size = piece.end - piece.begin; size > 0) {
        char* const bytes = own.window.read(disk_, piece.begin, piece.end);
        if (!bytes || sum_of({bytes, size}) != piece.sum) return false;  // it has changed meanwhile
        bytes[size] = '<';  // as the next piece begins
        XmlStream stream = XmlStream::of_piece(file_, piece.begin, {bytes, size + 1}, piece.check, facts_uri, *own.texts);
        ReadContext context{set, sources_, mine->diagnostics, file_, set_id_, &set_.symbols, piece.before};
        read_children(stream, context);
    }
    if (mine->diagnostics.has_errors()) return false;
    const auto is = [](const auto& list, std::uint32_t size) { return list.size() == size; };
    if (!is(set.entities, piece.holds.entities) || !is(set.events, piece.holds.events) ||
        !is(set.facts, piece.holds.facts) || !is(set.sources, piece.holds.sources))
        return false;
    hand_in(number, std::move(mine));
    return true;
}

bool PieceReader::run(unsigned jobs, Diagnostics& diagnostics) {
    // What other files declared: seldom much, since this one is large.
    SymbolTable before = std::exchange(set_.symbols, std::move(survey_.symbols));
    bool good = true;
    before.each([&](std::string_view id, const Symbol& symbol) { good = good && !set_.symbols.insert(id, symbol); });
    if (!good || !root()) return false;
    make_room();
    const auto own = [&] {
        const std::lock_guard lock(guard_);
        return Own{{}, texts_.emplace_back(std::make_shared<Texts>())};
    };
    side_by_side(survey_.pieces.size(), jobs, own, [&](Own& mine, std::size_t i) {
        if (!failed_ && !read(i, mine)) failed_ = true;
    });
    if (failed_) return false;
    for (auto* texts : {&texts_, &survey_.texts})
        for (const std::shared_ptr<Texts>& one : *texts) set_.texts->adopt(std::move(*one));
    for (const Diagnostic& d : complaints_.list()) diagnostics.add(d);
    return true;
}

}  // namespace

bool read_in_pieces(FileOnDisk& disk, FileIndex file, FactSet& set, Sources& sources, Diagnostics& diagnostics,
                    const ReadLimits& limits) {
    const auto size = [](const auto& list) { return static_cast<std::uint32_t>(list.size()); };
    std::optional<Survey> survey = survey_pieces(disk, limits.piece, limits.jobs,
                                                 {size(set.entities), size(set.events), size(set.facts), size(set.sources)});
    if (!survey) return false;
    std::vector<FileOnDisk::Piece> expected;
    for (const SurveyedPiece& piece : survey->pieces) expected.push_back({piece.end, piece.sum});
    disk.expect(std::move(expected));
    const std::size_t sets = set.sets.size(), sources_before = set.sources.size(), entities = set.entities.size(),
                      events = set.events.size(), facts = set.facts.size(), expectations = set.expectations.size(),
                      unresolved = set.unresolved.size();
    const SymbolTable symbols = set.symbols;
    if (PieceReader(disk, file, set, sources, *survey).run(limits.jobs, diagnostics)) return true;
    const auto shorten = [](auto& list, std::size_t to) { list.erase(list.begin() + static_cast<std::ptrdiff_t>(to), list.end()); };
    shorten(set.sets, sets);
    shorten(set.sources, sources_before);
    shorten(set.entities, entities);
    shorten(set.events, events);
    shorten(set.facts, facts);
    shorten(set.expectations, expectations);
    shorten(set.unresolved, unresolved);
    set.symbols = symbols;
    disk.expect({});
    return false;
}

}  // namespace tenet
