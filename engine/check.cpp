// `check`: every component judged, every check tested, every expectation compared.
#include <algorithm>

#include "engine/session_state.h"

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
        add(e.answer.text);
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

bool asks_recursive(const Term& t, const Vocabulary& vocabulary) {
    if (t.op == Op::defined) {
        const Definition& d = vocabulary.definitions[t.index];
        if (d.recursive || asks_recursive(d.body, vocabulary)) return true;
    }
    return std::any_of(t.args.begin(), t.args.end(), [&](const Term& a) { return asks_recursive(a, vocabulary); });
}

}  // namespace

CheckReport Session::check() {
    State& st = *state_;
    // Expectations are grounded together with the facts, but for those that ask a recursive definition: each of these
    // brings a stake of its party in every organisation on the way, which the others need not carry.
    std::vector<Query> queries;
    std::vector<std::size_t> alone;
    std::vector<std::size_t> place(st.expectations.size());
    for (std::size_t i = 0; i < st.expectations.size(); ++i) {
        place[i] = queries.size();
        if (asks_recursive(st.expectations[i].term, st.vocabulary)) {
            alone.push_back(i);
        } else {
            queries.push_back({&st.expectations[i], {}, st.at});
        }
    }
    GroundResult ground = tenet::ground(st.facts, st.vocabulary, st.choice, st.claims, queries, true);
    Inquiry inquiry(ground, st.facts, st.vocabulary, st.limits, st.context);
    CheckReport report;
    report.facts = st.facts.facts.size();
    report.components = inquiry.components();
    report.laws = ground.problem.instances.size();

    Inquiry::Judgement judgement = inquiry.judge(st.options.max_conflicts);
    report.verdict = judgement.verdict;
    report.undecided = std::move(judgement.undecided);
    for (const Core& core : judgement.conflicts) {
        Finding f;
        f.kind = FindingKind::conflict;
        inquiry.describer().headline(core, f.rule, f.message);
        f.reason = inquiry.told(core);
        f.fingerprint = fingerprint(f, st.sources);
        report.findings.push_back(std::move(f));
    }
    for (std::size_t i = 0; i < ground.checks.size(); ++i) {
        const Check& check = st.vocabulary.checks[ground.checks[i].check];
        const Question& question = ground.check_questions[i];
        const Truth truth = inquiry.truth(question);
        std::vector<std::pair<std::string, std::string>> names, ids;
        for (std::size_t p = 0; p < check.law.params.size(); ++p) {
            const bool event = check.law.params[p].domain.kind == Domain::Kind::events;
            const std::uint32_t value = ground.checks[i].values[p];
            ids.emplace_back(check.law.params[p].name,
                             event ? st.facts.events[value].id : inquiry.describer().party_id(value));
            names.emplace_back(check.law.params[p].name,
                               event ? st.facts.events[value].id : inquiry.describer().party_name(value));
        }
        switch (truth) {
        case Truth::certain:
        case Truth::is_void: ++report.checks_met; continue;
        case Truth::contradictory: continue;  // its conflict is reported
        case Truth::undecided:
            report.undecided.push_back("check " + check.law.full_id());
            if (report.verdict == Verdict::consistent) report.verdict = Verdict::undecided;
            continue;
        case Truth::possible:
            if (!check.report_not_assured) {
                ++report.checks_not_assured;
                continue;
            }
            break;
        case Truth::impossible: break;
        }
        Finding f;
        f.kind = FindingKind::check;
        f.level = truth == Truth::impossible            ? check.severity
                  : check.severity == Severity::error ? Severity::warning
                                                       : Severity::note;
        f.rule = check.law.full_id();
        const std::string& text = check.law.message.empty() ? (check.law.title.empty() ? check.law.text.text : check.law.title) : check.law.message;
        f.message = inquiry.describer().fill(text, names);
        f.answer = truth == Truth::impossible ? "violated" : "not-assured";
        if (truth == Truth::impossible)
            if (auto reason = inquiry.answer(question, Inquiry::Detail::reasons).reason) f.reason = std::move(*reason);
        f.reason.laws.insert(f.reason.laws.begin(), LawRef{f.rule, ids, f.message, check.law.reference});
        f.fingerprint = fingerprint(f, st.sources);
        report.findings.push_back(std::move(f));
    }
    st.check_records(inquiry.describer(), report);
    for (std::size_t i = 0; i < st.expectations.size(); ++i) {
        const Expectation& e = st.facts.expectations[i];
        const bool apart = std::find(alone.begin(), alone.end(), i) != alone.end();
        std::optional<GroundResult> own_ground;
        std::optional<Inquiry> own_inquiry;
        if (apart) {
            own_ground = tenet::ground(st.facts, st.vocabulary, st.choice, st.claims, {{&st.expectations[i], {}, st.at}}, false);
            own_inquiry.emplace(*own_ground, st.facts, st.vocabulary, st.limits, st.context);
        }
        Inquiry& asked = apart ? *own_inquiry : inquiry;
        const Question& question = apart ? own_ground->queries[0] : ground.queries[place[i]];
        const Answer a = asked.answer(question, Inquiry::Detail::answer);
        Finding f;
        f.kind = FindingKind::expectation;
        f.rule = e.id;
        if (a.truth == Truth::undecided) {
            report.undecided.push_back("expectation " + e.id);
            if (report.verdict == Verdict::consistent) report.verdict = Verdict::undecided;
            continue;
        }
        if (as_expected(e, a, f.expected)) {
            ++report.expectations_held;
            continue;
        }
        f.answer = found_words(a);
        f.message = "expected " + f.expected + ", found " + f.answer;
        f.place = e.span;
        if (a.kind == AnswerKind::truth && (a.truth == Truth::certain || a.truth == Truth::impossible))
            if (auto reason = asked.answer(question, Inquiry::Detail::reasons).reason) f.reason = std::move(*reason);
        f.fingerprint = fingerprint(f, st.sources);
        report.findings.push_back(std::move(f));
    }
    return report;
}

}  // namespace tenet
