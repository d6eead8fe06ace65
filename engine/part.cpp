// Judges one part: its conflicts, its checks, its expectations.
#include "engine/part.h"

#include <algorithm>

namespace tenet {

namespace {

std::string end_words(const std::optional<BoundAnswer>& lower, const std::optional<BoundAnswer>& upper) {
    std::string out = lower ? (lower->bound.open ? "above " : "from ") + lower->bound.value.decimal() : "unbounded";
    out += upper ? (upper->bound.open ? ", below " : " to ") + upper->bound.value.decimal() : " to unbounded";
    return out;
}

std::string found_words(const Answer& a) {
    if (a.truth == Truth::undecided || a.truth == Truth::contradictory || a.truth == Truth::is_void)
        return std::string(to_string(a.truth));
    switch (a.kind) {
    case AnswerKind::truth: return std::string(to_string(a.truth));
    case AnswerKind::number: {
        if (!a.percent) return end_words(a.lower, a.upper);
        std::string out = a.lower ? (a.lower->bound.open ? "above " : "from ") + a.lower->bound.value.percent() : "unbounded";
        out += a.upper ? (a.upper->bound.open ? ", below " : " to ") + a.upper->bound.value.percent() : " to unbounded";
        return out;
    }
    case AnswerKind::instant:
        return (a.earliest ? "from " + to_string(a.earliest->day) : std::string("any day")) +
               (a.latest ? " to " + to_string(a.latest->day) : std::string(a.earliest ? " on" : ""));
    case AnswerKind::open:
    case AnswerKind::readings: break;
    }
    return {};
}

/// Whether the answer is what the author wrote; `wanted` says it in words.
bool as_expected(const Expectation& e, const Answer& a, std::string& wanted) {
    bool same = true;
    const auto add = [&](const std::string& words) { wanted += (wanted.empty() ? "" : ", ") + words; };
    if (!e.answer.empty()) {
        add(std::string(e.answer.text));
        same = e.answer.text == to_string(a.truth);
        if (a.kind != AnswerKind::truth && a.truth != Truth::is_void) same = false;
    }
    struct End {
        const std::optional<Word>& word;
        const char* name;
        bool low, open;
    };
    for (const End& end : {End{e.lower, "lower", true, false}, End{e.upper, "upper", false, false},
                           End{e.above, "above", true, true}, End{e.below, "below", false, true}}) {
        if (!end.word) continue;
        add(std::string(end.name) + " " + end.word->text);
        if (a.kind == AnswerKind::instant) {
            const DayRange span = parse_date(end.word->text).value->span;
            const std::optional<Day> edge = end.low == end.open ? span.last : span.first;  // above '2014': after its last day
            const auto& got = end.low ? a.earliest : a.latest;
            const std::int64_t beside = end.open ? (end.low ? 1 : -1) : 0;
            same = same && got && edge && got->day.number == edge->number + beside;
        } else {
            const auto& got = end.low ? a.lower : a.upper;
            same = same && got && got->bound.value == *Rational::parse(end.word->text) && got->bound.open == end.open;
        }
    }
    return same;
}

void judge_conflicts(Inquiry& inquiry, std::size_t most, Judged& part) {
    Inquiry::Judgement judgement = inquiry.judge(most);
    part.verdict = judgement.verdict;
    part.undecided = std::move(judgement.undecided);
    for (const Core& core : judgement.conflicts) {
        Placed placed{core.facts, {}};
        Finding& f = placed.finding;
        f.kind = FindingKind::conflict;
        inquiry.describer().headline(core, f.rule, f.message);
        f.reason = inquiry.told(core);
        f.laws_alone = core.facts.empty();
        if (auto hint = inquiry.rounding(core)) {
            f.rounding = true;
            f.hint = std::move(*hint);
        }
        part.conflicts.push_back(std::move(placed));
    }
}

void judge_check(const Check& check, const CheckInstance& instance, const Question& question, Inquiry& inquiry,
                 std::optional<Truth> known, Judged& part) {
    const Truth truth = known ? *known : inquiry.truth(question);
    Reason reason;
    switch (truth) {
    case Truth::certain:
    case Truth::is_void: ++part.checks_met; return;
    case Truth::contradictory: return;  // its conflict is reported
    case Truth::undecided:
        part.undecided.push_back("check " + check.law.full_id());
        if (part.verdict == Verdict::consistent) part.verdict = Verdict::undecided;
        return;
    case Truth::possible:
        if (!check.report_not_assured) {
            ++part.checks_not_assured;
            return;
        }
        break;
    case Truth::impossible:
        if (known) {
            reason = inquiry.why_impossible(question);
        } else if (auto found = inquiry.answer(question, Inquiry::Detail::reasons).reason) {
            reason = std::move(*found);
        }
        break;
    }
    part.checks.push_back(tell_check(check, instance.check, instance.values, truth, inquiry.describer(), std::move(reason)));
}

}  // namespace

std::optional<KnownTruths::Key> KnownTruths::key(std::uint32_t check, const std::vector<std::uint32_t>& values) {
    if (values.empty() || values.size() > 2) return std::nullopt;
    return Key{check, values[0], values.size() == 2 ? values[1] : no_index};
}

void KnownTruths::add(std::uint32_t check, const std::vector<std::uint32_t>& values, Truth truth) {
    if (const auto made = key(check, values)) list_.emplace_back(*made, truth);
}

void KnownTruths::finish() { std::ranges::sort(list_, {}, &std::pair<Key, Truth>::first); }

std::optional<Truth> KnownTruths::find(std::uint32_t check, const std::vector<std::uint32_t>& values) const {
    const auto wanted = key(check, values);
    if (!wanted) return std::nullopt;
    const auto it = std::ranges::lower_bound(list_, *wanted, {}, &std::pair<Key, Truth>::first);
    return it != list_.end() && it->first == *wanted ? std::optional(it->second) : std::nullopt;
}

std::size_t KnownTruths::count(Truth truth) const {
    return static_cast<std::size_t>(std::ranges::count(list_, truth, &std::pair<Key, Truth>::second));
}

Placed tell_check(const Check& check, std::uint32_t index, const std::vector<std::uint32_t>& values, Truth truth,
                  const Describer& describer, Reason reason) {
    std::vector<std::pair<std::string, std::string>> names, ids;
    for (std::size_t p = 0; p < check.law.params.size(); ++p) {
        const bool event = check.law.params[p].domain.kind == Domain::Kind::events;
        ids.emplace_back(check.law.params[p].name, event ? describer.event_id(values[p]) : describer.party_id(values[p]));
        names.emplace_back(check.law.params[p].name, event ? ids.back().second : describer.party_name(values[p]));
    }
    Placed placed{{index}, {}};
    placed.place.insert(placed.place.end(), values.begin(), values.end());
    Finding& f = placed.finding;
    f.kind = FindingKind::check;
    f.level = truth == Truth::impossible            ? check.severity
              : check.severity == Severity::error ? Severity::warning
                                                   : Severity::note;
    f.rule = check.law.full_id();
    const std::string& text = check.law.message.empty() ? (check.law.title.empty() ? check.law.text.text : check.law.title) : check.law.message;
    f.message = describer.fill(text, names);
    f.answer = truth == Truth::impossible ? "violated" : "not-assured";
    f.reason = std::move(reason);
    f.reason.laws.insert(f.reason.laws.begin(), LawRef{f.rule, ids, f.message, check.law.reference});
    return placed;
}

Judged judge_part(const Vocabulary& vocabulary, const GroundResult& ground, Inquiry& inquiry, std::size_t most, const KnownTruths* known) {
    Judged part;
    part.components = inquiry.components();
    part.laws = ground.problem.instances.size();
    judge_conflicts(inquiry, most, part);
    for (std::size_t i = 0; i < ground.checks.size(); ++i)
        judge_check(vocabulary.checks[ground.checks[i].check], ground.checks[i], ground.check_questions[i], inquiry,
                    known ? known->find(ground.checks[i].check, ground.checks[i].values) : std::nullopt, part);
    return part;
}

void judge_expectation(const FactSet& facts, std::uint32_t index, const std::function<Answer(Inquiry::Detail)>& ask, Judged& part) {
    const Expectation& e = facts.expectations[index];
    const Answer a = ask(Inquiry::Detail::answer);
    if (a.truth == Truth::undecided) {
        part.undecided.push_back("expectation " + e.id);
        if (part.verdict == Verdict::consistent) part.verdict = Verdict::undecided;
        return;
    }
    Placed placed{{index}, {}};
    Finding& f = placed.finding;
    f.kind = FindingKind::expectation;
    f.rule = e.id;
    if (as_expected(e, a, f.expected)) {
        ++part.expectations_held;
        return;
    }
    f.answer = found_words(a);
    f.message = "expected " + f.expected + ", found " + f.answer;
    f.place = e.span;
    if (a.kind == AnswerKind::truth && (a.truth == Truth::certain || a.truth == Truth::impossible))
        if (auto reason = ask(Inquiry::Detail::reasons).reason) f.reason = std::move(*reason);
    part.expectations.push_back(std::move(placed));
}

}  // namespace tenet
