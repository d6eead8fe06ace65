// What a fact set says, typed: sources, entities, events and facts, each with its place in its file.
// Kinds, offices and relations are words here; rules/ knows what they mean (the vocabulary lives in packs).
//
// A register has millions of facts, so they are small. Texts are views: of the files, which Sources keeps for the run, and
// of FactSet::texts, where they are not written as they are meant. What few facts have stands in a box (facts/boxed.h).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "facts/boxed.h"
#include "facts/duration.h"
#include "facts/edtf.h"
#include "facts/interval.h"
#include "facts/short_list.h"
#include "facts/source.h"
#include "facts/symbols.h"
#include "facts/text.h"
#include "facts/text_sum.h"
#include "facts/texts.h"

namespace tenet {

using SourceId = std::uint32_t;  // index into FactSet::sources; likewise the next three
using EntityId = std::uint32_t;
using EventId = std::uint32_t;
using FactId = std::uint32_t;
using SetId = std::uint32_t;  // index into FactSet::sets: one per file
inline constexpr std::uint32_t no_index = UINT32_MAX;

/// A word of the file and its place (the raw attribute value).
struct Word {
    Text text;
    StoredSpan span;
    bool empty() const { return text.empty(); }
};

enum class Status : unsigned char { stated, reported, expected, denied, hypothetical };
std::string_view to_string(Status);

/// One value of TIME: an EDTF string (one unknown day of its span) or an instant.
struct Instant {
    enum class Kind : unsigned char { edtf, now, event_start, event_end, event_date, source_published };
    Edtf edtf;                       // kind edtf
    std::uint32_t index = no_index;  // the event or source
    Kind kind = Kind::edtf;
    Word word;                      // as written
};

/// TIME (language.md, section 2). Eight bytes: most facts of a register name no time.
class When {
public:
    enum class Form { unsaid, at, throughout, period };
    Form form() const { return said().form; }
    const Boxed<Instant>& at() const { return said().at; }  // forms at and throughout
    // Form period: at least one of the three; `to` and `through` exclude each other.
    const Boxed<Instant>& from() const { return said().from; }
    const Boxed<Instant>& to() const { return said().to; }            // first day after
    const Boxed<Instant>& through() const { return said().through; }  // last day

    struct Parts {
        Form form = Form::unsaid;
        Boxed<Instant> at, from, to, through;
    };
    Parts& edit() { return parts_ ? *parts_ : parts_.emplace(); }
    Parts* parts() { return parts_.get(); }  // null: unsaid
    const Parts* parts() const { return parts_.get(); }

private:
    const Parts& said() const { return parts_ ? *parts_ : nothing; }
    static const Parts nothing;
    Boxed<Parts> parts_;
};

/// QUANTITY: figures that all hold.
struct Figure {
    enum class Form : unsigned char { exact, about, min, max, above, below };
    Rational value;
    Word word;  // as written: "44.4%"
    Form form = Form::exact;
    bool rounded = false;  // `exact` as written, read as `about` because figures="rounded"
    /// What the figure allows: 44.4% about -> [0.4435, 0.4445).
    Interval allowed() const;
};
struct Quantity {
    ShortList<Figure> figures;
    Interval allowed() const;  // the intersection; may be empty
};

enum class Basis : unsigned char { capital, votes };

enum class Allen : unsigned char {
    before, meets, overlaps, starts, during, finishes, equals,
    after, met_by, overlapped_by, started_by, contains, finished_by
};
std::string_view to_string(Allen);  // "met-by"
std::optional<Allen> parse_allen(std::string_view);

// The facts' own parts.
struct Participant {
    Word role;
    EntityId entity = no_index;
    Word ref;
};
struct EventClaim {  // what an <event> says; the event itself (kind, roles) is in FactSet::events
    EventId event = no_index;
};
struct StakeClaim {
    EntityId holder = no_index, in = no_index;
    Quantity quantity;
    When when;
    Basis basis = Basis::capital;
};
struct CompleteClaim {
    EntityId of = no_index;
    Boxed<std::vector<EntityId>> holders;  // absent: those that any stake of the run names in it
    When when;
};
struct UnchangedClaim {
    EntityId of = no_index;
    When when;  // form period: from and (to or through)
};
struct OfficeClaim {
    EntityId person = no_index, of = no_index;
    Word title;
    When when;
};
struct RelationClaim {
    Word kind;
    EntityId subject = no_index, object = no_index;
    When when;
};
/// What an <order> relates: an event, an instant, or a date (its span). Eight bytes.
class TimeArgument {
public:
    TimeArgument() = default;
    TimeArgument(EventId event) : word_(std::uint64_t{event} << 1 | 1) {}  // NOLINT: most are events
    TimeArgument(Instant instant) : word_(reinterpret_cast<std::uintptr_t>(new Instant(std::move(instant)))) {}  // NOLINT
    TimeArgument(const TimeArgument& other) : word_(other.word_) {
        if (const Instant* i = other.instant()) word_ = reinterpret_cast<std::uintptr_t>(new Instant(*i));
    }
    TimeArgument(TimeArgument&& other) noexcept : word_(std::exchange(other.word_, nothing)) {}
    TimeArgument& operator=(TimeArgument other) noexcept {
        std::swap(word_, other.word_);
        return *this;
    }
    ~TimeArgument() { delete instant(); }

    /// no_index where it is none, or was not declared.
    EventId event() const { return (word_ & 1) != 0 ? static_cast<EventId>(word_ >> 1) : no_index; }
    /// Null where it is an event.
    Instant* instant() { return (word_ & 1) == 0 ? reinterpret_cast<Instant*>(word_) : nullptr; }
    const Instant* instant() const { return (word_ & 1) == 0 ? reinterpret_cast<const Instant*>(word_) : nullptr; }

private:
    static constexpr std::uintptr_t nothing = std::uintptr_t{no_index} << 1 | 1;
    std::uintptr_t word_ = nothing;  // odd: twice the event and 1; else the address of an instant
};
static_assert(sizeof(std::uintptr_t) == 8 && alignof(Instant) > 1);
struct Gap {
    DurationRange days;
    Word word;  // as written
};
struct OrderClaim {
    TimeArgument a, b;
    Boxed<Gap> gap;
    Allen is = Allen::before;
};
struct MeasureClaim {
    EntityId of = no_index;
    struct Meant {
        Text name, unit;
    };
    Boxed<Meant> meant;
    Quantity quantity;
    When when;
    std::string_view name() const { return meant ? meant->name : Text(); }
    std::string_view unit() const { return meant ? meant->unit : Text(); }
};
struct ExpressionClaim {
    Boxed<PlacedText> expression;  // always there
    std::uint32_t number = 0;  // among the claims of the run, from 0 in file order; given by finish_facts
};
struct SameClaim {
    EntityId a = no_index, b = no_index;
};

static_assert(sizeof(StakeClaim) <= 32 && sizeof(OfficeClaim) <= 32 && sizeof(OrderClaim) <= 32 && sizeof(MeasureClaim) <= 32);
using FactBody = std::variant<EventClaim, StakeClaim, CompleteClaim, UnchangedClaim, OfficeClaim, RelationClaim,
                              OrderClaim, MeasureClaim, ExpressionClaim, SameClaim>;

/// What few facts say about themselves.
struct Remarks {
    std::string_view where, note;
    std::vector<EventId> conditions;  // `if`
};

struct Fact {
    Text own_id;  // empty when the author gave none; FactSet::id_of says what to call it
    StoredSpan span;  // the start tag
    Boxed<Remarks> remarks;
    SourceId source = no_index;
    SetId set : 28 = 0;
    Status status : 3 = Status::stated;
    bool named : 1 = false;
    FactBody body;

    std::string_view where() const { return remarks ? remarks->where : std::string_view(); }
    std::string_view note() const { return remarks ? remarks->note : std::string_view(); }
    const std::vector<EventId>& conditions() const;
};

struct Source {
    std::string_view id, kind, title, url;
    Boxed<Instant> published;
    Rational trust = 1;
    bool rounded = false;  // figures="rounded"
    SourceSpan span;
};

struct Entity {
    Text id;
    Word kind;
    Text name;  // the id where none was given
    StoredSpan span;
    FactId same_as = no_index;  // the fact that a same-as attribute made; it is called by the entity's id
    ShortList<std::pair<std::string_view, Word>> attributes;  // jurisdiction, voting, ...: those given
    const Word* attribute(std::string_view name) const;
};

struct Event {  // called as its fact is: FactSet::id_of
    Word kind;
    Boxed<Instant> date;      // starts and ends that day
    Boxed<Instant> from, to;  // its first day, its last
    ShortList<Participant> participants;
    FactId fact = no_index;
};

struct Expectation {
    std::string_view id;
    PlacedText query;
    Word answer;                                // certain, possible, impossible, void; or empty
    std::optional<Word> lower, upper, above, below;  // as written: a number or a day
    SetId set = no_index;
    SourceSpan span;
};

struct UsedPack {
    Word id;
    Word options;  // NAME=VALUE, several with blanks between; empty where none are chosen
};

/// One file: a set of facts that speaks on one day.
struct SetInfo {
    std::string_view id, title;
    FileIndex file = SourceSpan::none;
    Boxed<Instant> as_of;
    bool rounded = false;
    std::vector<UsedPack> uses;
};

/// A reference to what was not declared yet when it was read; finish_facts resolves it.
struct Unresolved {
    enum class Place {
        source, condition, participant, listed_holder,
        first,   // holder, person, subject, the `of` of complete, unchanged and measure, the first of a same fact
        second,  // in, object, the `of` of an office, the second of a same fact
        at, from, to, through,  // of a fact's time; `at` also throughout and an event's date
        a, b,                   // of an order
    };
    Place place;
    FactId fact = no_index;
    std::uint32_t part = 0;  // which condition, participant, listed holder
    Word word;
};

/// "FILE:LINE:COLUMN", what a fact without an id is called.
std::string place_name(SourceSpan span, const Sources& sources);

/// All that a run was given. Ids of sources, entities, events and facts share one namespace; an event's id is its
/// fact's. After an error an index may be no_index: look no further than the diagnostics then.
struct FactSet {
    BoxRooms rooms;  // of what is boxed below
    std::vector<SetInfo> sets;
    std::vector<Source> sources;
    std::vector<Entity> entities;
    std::vector<Event> events;
    std::vector<Fact> facts;  // in file order
    std::vector<Expectation> expectations;
    mutable SymbolTable symbols;  // of the ids; empty while they are forgotten
    bool has_claims = false, names_dates = false;  // an ExpressionClaim, the date of an event: what finish_facts looks for
    std::vector<Unresolved> unresolved;  // empty after finish_facts
    std::shared_ptr<Texts> texts = std::make_shared<Texts>();
    const Sources* files = nullptr;  // where the facts were read from; it outlives them

    const Symbol* find(std::string_view id) const {
        if (forgotten.yes) remember_ids();
        return symbols.find(id);
    }
    /// Lets the table of ids go, a seventh of a large set's memory; `find` makes it again when it is asked. Nobody else may use
    /// the set meanwhile.
    void forget_ids();
    /// The fact of that id: also an event's, a same-as attribute's (by its entity's id), and FILE:LINE:COLUMN.
    std::optional<FactId> find_fact(std::string_view id) const;
    /// The id that the author gave, or FILE:LINE:COLUMN.
    std::string id_of(const Fact& fact) const {
        return fact.named ? std::string(fact.own_id) : place_name(fact.span, *files);
    }
    std::string id_of(const Event& event) const { return id_of(facts[event.fact]); }
    SourceSpan span_of(const Event& event) const { return facts[event.fact].span; }
    /// As written: the event's id, the instant or the date.
    std::string_view text_of(const TimeArgument& argument) const;

    struct Forgotten {
        Forgotten() = default;
        Forgotten(const Forgotten& other) : yes(other.yes.load()) {}
        Forgotten& operator=(const Forgotten& other) {
            yes = other.yes.load();
            return *this;
        }
        std::atomic<bool> yes{false};
        std::mutex guard;  // of who remembers
    };
    mutable Forgotten forgotten;

private:
    void remember_ids() const;
};

}  // namespace tenet
