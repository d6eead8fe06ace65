// What a fact set says, typed: sources, entities, events and facts, each with its place in its file.
// Kinds, offices and relations are words here; rules/ knows what they mean (the vocabulary lives in packs).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "facts/boxed.h"
#include "facts/duration.h"
#include "facts/edtf.h"
#include "facts/interval.h"
#include "facts/source.h"
#include "facts/symbols.h"

namespace tenet {

using SourceId = std::uint32_t;  // index into FactSet::sources; likewise the next three
using EntityId = std::uint32_t;
using EventId = std::uint32_t;
using FactId = std::uint32_t;
using SetId = std::uint32_t;  // index into FactSet::sets: one per file
inline constexpr std::uint32_t no_index = UINT32_MAX;

/// A word of the file and its place (the raw attribute value).
struct Word {
    std::string text;
    SourceSpan span;
    bool empty() const { return text.empty(); }
};

enum class Status { stated, reported, expected, denied, hypothetical };
std::string_view to_string(Status);

/// One value of TIME: an EDTF string (one unknown day of its span) or an instant.
struct Instant {
    enum class Kind { edtf, now, event_start, event_end, event_date, source_published };
    Kind kind = Kind::edtf;
    Edtf edtf;                      // kind edtf
    std::uint32_t index = no_index;  // the event or source
    Word word;                      // as written
};

/// TIME (language.md, section 2).
struct When {
    enum class Form { unsaid, at, throughout, period };
    Form form = Form::unsaid;
    Boxed<Instant> at;       // forms at and throughout
    Boxed<Instant> from;     // form period: at least one of the three; `to` and `through` exclude each other
    Boxed<Instant> to;       // first day after
    Boxed<Instant> through;  // last day
};

/// QUANTITY: figures that all hold.
struct Figure {
    enum class Form { exact, about, min, max, above, below };
    Form form = Form::exact;
    Rational value;
    Interval allowed;  // what the figure allows: 44.4% about -> [0.4435, 0.4445)
    bool rounded = false;  // `exact` as written, read as `about` because figures="rounded"
    Word word;         // as written: "44.4%"
};
struct Quantity {
    std::vector<Figure> figures;
    Interval allowed() const;  // the intersection; may be empty
};

enum class Basis { capital, votes };

enum class Allen {
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
    Basis basis = Basis::capital;
    Quantity quantity;
    When when;
};
struct CompleteClaim {
    EntityId of = no_index;
    std::optional<std::vector<EntityId>> holders;  // absent: those that any stake of the run names in it
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
struct TimeArgument {  // what an <order> relates: an event, an instant, or a date (its span)
    EventId event = no_index;
    Boxed<Instant> instant;  // when event is no_index
    Word word;
};
struct OrderClaim {
    TimeArgument a, b;
    Allen is = Allen::before;
    std::optional<DurationRange> gap;
    Boxed<Word> gap_word;  // as written
};
struct MeasureClaim {
    EntityId of = no_index;
    std::string name, unit;
    Quantity quantity;
    When when;
};
struct ExpressionClaim {
    PlacedText expression;
};
struct SameClaim {
    EntityId a = no_index, b = no_index;
};

using FactBody = std::variant<EventClaim, StakeClaim, CompleteClaim, UnchangedClaim, OfficeClaim, RelationClaim,
                              OrderClaim, MeasureClaim, ExpressionClaim, SameClaim>;

/// Where a fact's words stand, by attribute name; for carets and for repairs.
struct Fact {
    std::string id;  // "FILE:LINE:COLUMN" when the author gave none
    bool named = false;
    Status status = Status::stated;
    SourceId source = no_index;
    std::string where, note;
    std::vector<EventId> conditions;  // `if`
    SetId set = no_index;
    SourceSpan span;  // the start tag
    FactBody body;
};

struct Source {
    std::string id, kind, title, url;
    Boxed<Instant> published;
    Rational trust = 1;
    bool rounded = false;  // figures="rounded"
    SourceSpan span;
};

struct Entity {
    std::string id;
    Word kind;
    std::string name;  // the id where none was given
    std::vector<std::pair<std::string, Word>> attributes;  // jurisdiction, voting, ...: those given
    FactId same_as = no_index;  // the fact that a same-as attribute made; it is called by the entity's id
    SourceSpan span;
    const Word* attribute(std::string_view name) const;
};

struct Event {
    std::string id;
    Word kind;
    Boxed<Instant> date;      // starts and ends that day
    Boxed<Instant> from, to;  // its first day, its last
    std::vector<Participant> participants;
    FactId fact = no_index;
    SourceSpan span;
};

struct Expectation {
    std::string id;
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
    std::string id, title;
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

/// All that a run was given. Ids of sources, entities, events and facts share one namespace; an event's id is its
/// fact's. After an error an index may be no_index: look no further than the diagnostics then.
struct FactSet {
    std::vector<SetInfo> sets;
    std::vector<Source> sources;
    std::vector<Entity> entities;
    std::vector<Event> events;
    std::vector<Fact> facts;  // in file order
    std::vector<Expectation> expectations;
    SymbolTable symbols;
    std::vector<Unresolved> unresolved;  // empty after finish_facts

    const Symbol* find(std::string_view id) const { return symbols.find(id); }
    /// The fact of that id: also an event's, a same-as attribute's (by its entity's id), and FILE:LINE:COLUMN.
    std::optional<FactId> find_fact(std::string_view id) const;
};

}  // namespace tenet
