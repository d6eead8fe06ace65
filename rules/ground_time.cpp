// Instants: the unknown days of EDTF strings, events' starts and ends, `now` and the days on which files speak.
#include <algorithm>

#include "rules/grounder.h"

namespace tenet {

// One unknown day of a span: the same for equal texts of one owner (a fact, a law instance, a query).
NodeId Grounder::unknown_day(std::uint32_t owner, const std::string& text, const DayRange& span) {
    if (span.single()) return day(span.first->number);
    const auto key = std::make_tuple(owner, text);
    if (const auto it = unknown_days_.find(key); it != unknown_days_.end()) return it->second;
    const NodeId d = variable_node(Subject::date, Sort::day, static_cast<std::uint32_t>(unknown_days_.size()), owner);
    unknown_days_.emplace(key, d);
    problem_.unknown_days.push_back(text);
    known_range_[d] = span;
    FormulaStore& s = problem_.store;
    standing_.push_back({s.less_equal(day(span.first ? span.first->number : first_day), d), {}});
    standing_.push_back({s.less_equal(d, day(span.last ? span.last->number : last_day)), {}});
    return d;
}

// The unknown that a date of a loose fact becomes: any day there is, the same for equal texts of one owner.
NodeId Grounder::loose_day(std::uint32_t owner, const std::string& text) {
    const auto known = unknown_days_.find(std::make_tuple(owner, text));
    if (known != unknown_days_.end()) return known->second;
    const NodeId d = unknown_day(owner, text, DayRange{Day{first_day}, Day{last_day}});
    loosened_.push_back({loosening_, true, 0, text, problem_.store.variable_of(d)});
    return d;
}

// The day on which a file speaks. `now` is the latest of them, or --now, or free.
NodeId Grounder::as_of(SetId set) {
    FormulaStore& s = problem_.store;
    if (now_ == no_index) {
        const std::uint32_t owner = new_owner(std::uint64_t{4} << 40);
        std::vector<NodeId> spoken;
        for (SetId i = 0; i < facts_.sets.size(); ++i) {
            if (!facts_.sets[i].as_of) continue;
            as_of_[i] = unknown_day(new_owner((std::uint64_t{5} << 40) | i), std::string(facts_.sets[i].as_of->word.text),
                                    facts_.sets[i].as_of->edtf.span);
            spoken.push_back(as_of_[i]);
        }
        if (choice_.now) {
            now_ = unknown_day(owner, "--now", choice_.now->span);
        } else if (spoken.empty()) {
            now_ = variable_node(Subject::now, Sort::day);
            standing_.push_back({s.less_equal(day(first_day), now_), {}});
            standing_.push_back({s.less_equal(now_, day(last_day)), {}});
        } else if (std::all_of(spoken.begin(), spoken.end(), [&](NodeId n) { return s.is_constant(n); })) {
            now_ = spoken[0];
            for (const NodeId n : spoken)
                if (s.value(now_) < s.value(n)) now_ = n;
        } else if (spoken.size() == 1) {
            now_ = spoken[0];
        } else {
            now_ = variable_node(Subject::now, Sort::day);
            std::vector<NodeId> one_of;
            for (const NodeId n : spoken) {
                standing_.push_back({s.less_equal(n, now_), {}});
                one_of.push_back(s.equal(n, now_));
            }
            standing_.push_back({s.any_of(one_of), {}});
        }
        if (s.op(now_) == FormulaOp::variable) problem_.now = s.variable_of(now_);
        for (NodeId& n : as_of_)
            if (n == no_index) n = now_;
    }
    return set == no_index ? now_ : as_of_[set];
}

Grounder::Placed Grounder::instant(const Instant& i, std::uint32_t owner, SetId) {
    switch (i.kind) {
    case Instant::Kind::edtf:
        if (loosening_ != no_index) return {loose_day(owner, std::string(i.word.text)), {}};
        return {unknown_day(owner, std::string(i.word.text), i.edtf.span), {}};
    case Instant::Kind::now: return {as_of(no_index), {}};
    case Instant::Kind::event_start:
    case Instant::Kind::event_date: return {start(i.index), {i.index}};
    case Instant::Kind::event_end: return {end(i.index), {i.index}};
    case Instant::Kind::source_published: {
        const Source& source = facts_.sources[i.index];
        const std::uint32_t source_owner = new_owner((std::uint64_t{6} << 40) | i.index);
        if (!source.published)
            return {unknown_day(source_owner, "published", DayRange{Day{first_day}, Day{last_day}}), {}};
        if (source.published->kind == Instant::Kind::source_published) return {as_of(no_index), {}};
        return instant(*source.published, source_owner, no_index);
    }
    }
    return {now_, {}};
}

NodeId Grounder::early() {
    early_used_ = true;
    return day(first_day - 1);
}

std::pair<std::int64_t, std::int64_t> Grounder::range(NodeId d) const {
    const FormulaStore& s = problem_.store;
    if (s.is_constant(d)) {
        const auto value = s.value(d).to_int64();
        return {value.value_or(first_day), value.value_or(last_day)};
    }
    if (const auto it = known_range_.find(d); it != known_range_.end())
        return {it->second.first ? it->second.first->number : first_day,
                it->second.last ? it->second.last->number : last_day};
    if (s.op(d) == FormulaOp::sum && s.sum_size(d) == 1) {
        const auto [c, inner] = s.sum_item(d, 0);
        const auto shift = s.value(d).to_int64();
        if (c == Rational(1) && shift) {
            const auto [low, high] = range(inner);
            if (low <= first_day || high >= last_day) return {first_day - 1, last_day + 1};
            return {low + *shift, high + *shift};
        }
    }
    return {first_day - 1, last_day + 1};
}

bool Grounder::may_equal(NodeId a, NodeId b) const {
    if (a == b) return true;
    const auto [a_low, a_high] = range(a);
    const auto [b_low, b_high] = range(b);
    return a_low <= b_high && b_low <= a_high;
}

NodeId Grounder::occur(const std::vector<EventId>& events) {
    Parts all(parts_stack_);
    for (const EventId e : events) all.push_back(occurs(e));
    return problem_.store.all_of(all);
}

}  // namespace tenet
