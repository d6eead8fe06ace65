#include "rules/share_laws.h"

#include <algorithm>
#include <functional>
#include <set>

#include "rules/ground_plan.h"
#include "rules/term_walk.h"
#include "rules/three_valued.h"

namespace tenet {

namespace {

// Whether a term is of an operator, or uses a definition that is.
bool speaks_of(const Vocabulary& vocabulary, const Term& t, const std::function<bool(const Term&)>& is, std::set<std::uint32_t>& seen) {
    return any_term(t, [&](const Term& part) {
        if (is(part)) return true;
        return part.op == Op::defined && seen.insert(part.index).second &&
               speaks_of(vocabulary, vocabulary.definitions[part.index].body, is, seen);
    });
}

bool speaks_of(const Vocabulary& vocabulary, const Term& t, const std::function<bool(const Term&)>& is) {
    std::set<std::uint32_t> seen;
    return speaks_of(vocabulary, t, is, seen);
}

bool is_stake(const Term& t) {
    const bool quantifier = t.op == Op::sum || t.op == Op::count || t.op == Op::any || t.op == Op::all;
    return t.op == Op::capital || t.op == Op::votes || (quantifier && t.domain.kind == Domain::Kind::holders);
}

// What is known of an expression whatever anybody holds, is or does: from the day, the days of events, and relations
// that are taken not to hold.
struct Silence {
    std::function<bool(std::uint32_t)> absent;  // relation kinds that nobody stands in
    std::optional<Day> day{};                   // `time`; none: any day
    std::optional<std::uint32_t> event{};       // the slot of the event whose days are known
    EventDays days{};

    struct Ends {
        DayRange start, end;
    };
    std::optional<Ends> ends(const Term& t) const {
        const auto one = [](const DayRange& r) { return Ends{r, r}; };
        if (t.op == Op::time && day) return one({*day, *day});
        if (t.op == Op::event_start && event && is_variable(t.args[0], *event)) return one(days.start);
        if (t.op == Op::event_end && event && is_variable(t.args[0], *event)) return one(days.end);
        if (t.op == Op::edtf_span) {
            Ends e;
            if (t.edtf.span.first) e.start = {*t.edtf.span.first, *t.edtf.span.first};
            if (t.edtf.span.last) e.end = {*t.edtf.span.last, *t.edtf.span.last};
            return e;
        }
        return std::nullopt;
    }
    // Whether a < b, or a <= b, for whichever days of the two ranges; none where it depends.
    static std::optional<bool> before(const DayRange& a, const DayRange& b, bool or_same) {
        if (a.last && b.first && (or_same ? *a.last <= *b.first : *a.last < *b.first)) return true;
        if (a.first && b.last && (or_same ? *a.first > *b.last : *a.first >= *b.last)) return false;
        return std::nullopt;
    }
    KnownValue eval(const Term& t) const {
        const bool instants = !t.args.empty() && (t.args[0].type == Type::instant || (t.args.size() > 1 && t.args[1].type == Type::instant));
        if ((t.op == Op::less || t.op == Op::less_equal) && instants) {
            const auto a = ends(t.args[0]), b = ends(t.args[1]);
            if (!a || !b) return {};
            return known_truth(t.op == Op::less ? before(a->end, b->start, false) : before(a->start, b->end, true));
        }
        if (instants && (t.op == Op::equal || t.op == Op::not_equal)) return {};
        if (t.op == Op::relation) return absent(t.index) ? known_truth(false) : KnownValue{};
        return combined(t, [&](const Term& part) { return eval(part); });
    }
};

// A law looks at a day that is not its own.
bool looks_elsewhere(const Vocabulary& vocabulary, const Law& law) {
    return speaks_of(vocabulary, law.body, [](const Term& t) {
               return t.op == Op::at || t.op == Op::ever || t.op == Op::always || t.op == Op::shift || t.op == Op::days_between;
           }) ||
           looks_beyond(law.body);
}

bool over(const Law& law, std::size_t i, const std::optional<KindId>& kind) {
    return i < law.params.size() && kind && law.params[i].domain.kind == Domain::Kind::entities && law.params[i].domain.index == *kind;
}

}  // namespace

// The forms in which a law says all that it says of shares.
bool ShareLaws::take(const Law& law) {
    const auto party = vocabulary_.entity_kind("party"), organisation = vocabulary_.entity_kind("organisation");
    const Term& t = law.body;
    const auto stake = [&](const Term& s, std::uint32_t holder, std::uint32_t held) -> OfBasis* {
        if ((s.op != Op::capital && s.op != Op::votes) || !is_variable(s.args[0], holder) || !is_variable(s.args[1], held)) return nullptr;
        return s.op == Op::capital ? &capital : &votes;
    };
    if (law.params.size() == 1 && over(law, 0, organisation)) {
        if (t.op == Op::less_equal && t.args[0].op == Op::sum && t.args[1].op == Op::number) {
            const Term& sum = t.args[0];
            if (sum.has_where || sum.domain.kind != Domain::Kind::entities || !party || sum.domain.index != *party) return false;
            OfBasis* basis = stake(sum.args[0], sum.index, 0);
            if (!basis) return false;
            if (!basis->whole || t.args[1].number < *basis->whole) basis->whole = t.args[1].number;
            return true;
        }
        if (t.op == Op::equal)
            for (std::size_t side = 0; side < 2; ++side) {
                const Term& zero = t.args[1 - side];
                if (zero.op != Op::number || zero.number.sign() != 0) continue;
                OfBasis* basis = stake(t.args[side], 0, 0);
                if (!basis) return false;
                basis->none_in_itself = true;
                return true;
            }
        return false;
    }
    if (follows || t.op != Op::or_ || law.params.size() != 2 || !over(law, 0, party) || !over(law, 1, organisation)) return false;
    bool but_itself = false, equation = false;
    std::vector<Apart> unless;
    for (const Term& part : t.args) {
        if (part.op != Op::equal) return false;
        const Term& a = part.args[0];
        const Term& b = part.args[1];
        if ((is_variable(a, 0) && is_variable(b, 1)) || (is_variable(a, 1) && is_variable(b, 0))) {
            but_itself = true;
        } else if (a.op == Op::attribute && b.op == Op::text && is_variable(a.args[0], 1)) {
            unless.push_back({a.text, b.text});
        } else if (const OfBasis *x = stake(a, 0, 1), *y = stake(b, 0, 1); x && y && x != y) {
            equation = true;
        } else {
            return false;
        }
    }
    if (!but_itself || !equation) return false;
    follows = true;
    apart = std::move(unless);
    return true;
}

ShareLaws::ShareLaws(const Vocabulary& vocabulary)
    : speaks_with(vocabulary.relations.size()), vocabulary_(vocabulary), of_event_kind_(vocabulary.event_kinds.size()) {
    // A relation that a law demands may hold although no fact names it.
    std::vector<bool> demanded(vocabulary.relations.size());
    for (std::uint32_t r = 0; r < demanded.size(); ++r) {
        const Silence without{[&](std::uint32_t kind) { return kind == r; }};
        for (const Law& law : vocabulary.laws)
            if (speaks_of(vocabulary, law.body, [&](const Term& t) { return t.op == Op::relation && t.index == r; }) &&
                without.eval(law.body).truth != true)
                demanded[r] = true;
    }
    for (const Law& law : vocabulary.laws) {
        if (!speaks_of(vocabulary, law.body, is_stake) || take(law)) continue;
        std::set<KindId> kinds;
        bool any_event = false;
        for (const Parameter& p : law.params)
            if (p.domain.kind == Domain::Kind::events) {
                any_event = any_event || p.domain.index == no_index;
                kinds.insert(p.domain.index);
            }
        if (any_event) {
            unknown = true;
        } else if (kinds.empty()) {
            const Silence plain{[&](std::uint32_t kind) { return !demanded[kind]; }};
            if (plain.eval(law.body).truth != true) unknown = true;
            speaks_of(vocabulary, law.body, [&](const Term& t) {
                if (t.op == Op::relation) speaks_with[t.index] = true;
                return false;
            });
        } else {
            OfEvents made{&law, std::nullopt, looks_elsewhere(vocabulary, law)};
            std::size_t events = 0;
            for (std::uint32_t i = 0; i < law.params.size(); ++i)
                if (law.params[i].domain.kind == Domain::Kind::events && ++events == 1) made.slot = i;
            if (events > 1) made.slot.reset();
            for (const KindId kind : kinds) of_event_kind_[kind].push_back(made);
        }
    }
}

bool ShareLaws::silent(KindId kind, const EventDays& days, Day day) const {
    if (kind == no_index) return true;  // no law binds it
    return std::ranges::all_of(of_event_kind_[kind], [&](const OfEvents& of) {
        if (!of.slot) return false;
        const Silence here{[](std::uint32_t) { return false; }, of.elsewhere ? std::nullopt : std::optional(day), of.slot, days};
        return here.eval(of.law->body).truth == true;
    });
}

}  // namespace tenet
