// `check`: every component judged, every check tested, every expectation compared.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "engine/partition.h"
#include "engine/session_state.h"
#include "engine/witness.h"
#include "rules/ground_base.h"

namespace tenet {

namespace {

constexpr std::size_t apart_together = 8;  // expectations that are grounded apart from the facts, but with each other

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

/// A finding and its place among others: conflicts by their facts, checks by their number and what they bind.
struct Placed {
    std::vector<std::uint32_t> place;
    Finding finding;
};

/// What judging some facts found.
struct Part {
    Verdict verdict = Verdict::consistent;
    std::size_t components = 0, laws = 0, checks_met = 0, checks_not_assured = 0;
    std::vector<Placed> conflicts, checks;
    std::vector<std::string> undecided;
};

void judge_conflicts(Inquiry& inquiry, std::size_t most, Part& part) {
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

void judge_check(const FactSet& facts, const Check& check, const CheckInstance& instance, const Question& question,
                 Inquiry& inquiry, Part& part) {
    const Truth truth = inquiry.truth(question);
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
    case Truth::impossible: break;
    }
    std::vector<std::pair<std::string, std::string>> names, ids;
    for (std::size_t p = 0; p < check.law.params.size(); ++p) {
        const bool event = check.law.params[p].domain.kind == Domain::Kind::events;
        const std::uint32_t value = instance.values[p];
        ids.emplace_back(check.law.params[p].name, event ? facts.events[value].id : inquiry.describer().party_id(value));
        names.emplace_back(check.law.params[p].name, event ? facts.events[value].id : inquiry.describer().party_name(value));
    }
    Placed placed{{instance.check}, {}};
    placed.place.insert(placed.place.end(), instance.values.begin(), instance.values.end());
    Finding& f = placed.finding;
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
    part.checks.push_back(std::move(placed));
}

Part judge_part(const FactSet& facts, const Vocabulary& vocabulary, const GroundResult& ground, Inquiry& inquiry, std::size_t most) {
    Part part;
    part.components = inquiry.components();
    part.laws = ground.problem.instances.size();
    judge_conflicts(inquiry, most, part);
    for (std::size_t i = 0; i < ground.checks.size(); ++i)
        judge_check(facts, vocabulary.checks[ground.checks[i].check], ground.checks[i], ground.check_questions[i], inquiry, part);
    return part;
}

/// Parts side by side, each with a Z3 of its own; `judge(i, context)` gives part i. Results stand in order whatever ran when.
template <class Judge>
std::vector<Part> side_by_side(std::size_t count, unsigned jobs, const Progress& progress, const Judge& judge) {
    std::vector<Part> parts(count);
    std::atomic<std::size_t> next{0}, done{0};
    std::exception_ptr failure;
    std::mutex failing;
    const auto work = [&] {
        Z3Context context;
        for (std::size_t i = next++; i < count; i = next++) try {
                parts[i] = judge(i, context);
                if (progress) progress("slices judged", ++done, count);
            } catch (...) {
                const std::lock_guard lock(failing);
                if (!failure) failure = std::current_exception();
                next = count;
            }
    };
    if (jobs == 0) jobs = std::max(1U, std::thread::hardware_concurrency());
    {
        std::vector<std::jthread> others;
        for (unsigned j = 1; j < std::min<std::size_t>(jobs, count); ++j) others.emplace_back(work);
        work();
    }
    if (failure) std::rethrow_exception(failure);
    return parts;
}

/// All parts in one report, as one part would have told them.
void merge(std::vector<Part> parts, const Sources& sources, CheckReport& report) {
    std::vector<Placed> conflicts, checks;
    std::set<std::string> undecided;
    for (Part& part : parts) {
        if (part.verdict == Verdict::contradictory || report.verdict == Verdict::consistent) report.verdict = part.verdict;
        report.components += part.components;
        report.laws += part.laws;
        report.checks_met += part.checks_met;
        report.checks_not_assured += part.checks_not_assured;
        std::move(part.conflicts.begin(), part.conflicts.end(), std::back_inserter(conflicts));
        std::move(part.checks.begin(), part.checks.end(), std::back_inserter(checks));
        for (std::string& what : part.undecided)
            if (undecided.insert(what).second) report.undecided.push_back(std::move(what));
    }
    const auto sooner = [](const Placed& a, const Placed& b) { return a.place < b.place; };
    std::stable_sort(conflicts.begin(), conflicts.end(), sooner);
    std::stable_sort(checks.begin(), checks.end(), sooner);
    std::stable_partition(conflicts.begin(), conflicts.end(), [](const Placed& p) { return !p.finding.rounding; });
    std::set<std::string> told;  // laws that clash alone clash in every part
    for (auto* list : {&conflicts, &checks})
        for (Placed& p : *list) {
            p.finding.fingerprint = fingerprint(p.finding, sources);
            if (p.finding.laws_alone && !told.insert(p.finding.fingerprint).second) continue;
            report.findings.push_back(std::move(p.finding));
        }
}

}  // namespace

CheckReport Session::check() {
    State& st = *state_;
    CheckReport report;
    report.under = st.suppositions();
    report.facts = st.facts.facts.size();
    const unsigned jobs = st.telling.watch ? 1 : st.options.jobs;
    std::vector<Slice> slices;
    const GroundBase base(st.facts, st.vocabulary, st.choice);
    Witnessed witnessed;
    if (can_be_taken_apart(st.facts, st.vocabulary, st.choice, st.claims, st.options.slice_facts)) {
        // What checks say hangs on all worlds, and one is no more than one.
        if (st.options.witness && !st.options.only_z3 && st.vocabulary.checks.empty())
            witnessed = find_witnesses(st.facts, st.vocabulary, st.choice, base, st.claims, st.connected(), jobs);
        slices = partition(st.facts, st.connected(), st.options.slice_facts, witnessed.nodes);
        report.components += witnessed.parts;
        report.laws += witnessed.instances;
    }
    const bool taken_apart = !slices.empty() || witnessed.parts > 0;
    // Expectations are grounded together with the facts, but for those that ask a recursive definition or something of each
    // holder: they bring a stake of every party on the way, which the others need not carry.
    const auto brings_parties = [&](const Term& t) {
        return asks_recursive(t, st.vocabulary) || (base.few_pairs && asks_each_holder(st.vocabulary, t));
    };
    std::vector<Query> queries;
    std::vector<std::size_t> alone;
    std::vector<std::uint32_t> place(st.expectations.size());
    for (std::size_t i = 0; i < st.expectations.size(); ++i) {
        place[i] = static_cast<std::uint32_t>(queries.size());
        if (taken_apart || brings_parties(st.expectations[i].term)) {
            alone.push_back(i);
            place[i] = no_index;
        } else {
            queries.push_back({&st.expectations[i], {}, st.at});
        }
    }
    std::optional<GroundResult> ground;
    std::optional<Inquiry> inquiry;
    if (!taken_apart) {
        ground = tenet::ground(st.facts, st.vocabulary, st.choice, st.claims, queries, true, false, &base);
        inquiry.emplace(*ground, st.facts, st.vocabulary, st.limits, st.context, st.telling);
        std::vector<Part> whole;
        whole.push_back(judge_part(st.facts, st.vocabulary, *ground, *inquiry, st.options.max_conflicts));
        merge(std::move(whole), st.sources, report);
    } else {
        merge(side_by_side(slices.size(), jobs, st.telling.progress, [&](std::size_t i, Z3Context& context) {
            GroundResult own = tenet::ground(st.facts, st.vocabulary, st.choice, st.claims, {}, true, false, &base, &slices[i]);
            Telling telling = st.telling;
            telling.progress = {};  // the slices are what is counted
            Inquiry asked(own, st.facts, st.vocabulary, st.limits, context, telling);
            return judge_part(st.facts, st.vocabulary, own, asked, st.options.max_conflicts);
        }), st.sources, report);
    }
    // Apart from the facts, but some at a time with each other.
    std::vector<std::optional<Answer>> apart(st.expectations.size());
    const std::size_t at_once = taken_apart ? 1 : apart_together;  // slices: each question reaches little
    const auto ask_apart = [&](std::size_t i) {
        if (!apart[i]) {
            const auto first = std::find(alone.begin(), alone.end(), i);
            const std::size_t count = std::min<std::size_t>(at_once, static_cast<std::size_t>(alone.end() - first));
            std::vector<Query> some;
            for (std::size_t k = 0; k < count; ++k) some.push_back({&st.expectations[first[k]], {}, st.at});
            std::vector<Answer> answers = st.answers(some, Inquiry::Detail::answer, &base);
            for (std::size_t k = 0; k < count; ++k) apart[first[k]] = std::move(answers[k]);
        }
        return *apart[i];
    };
    const Problem none;
    st.check_records(Describer(st.facts, st.vocabulary, none, &st.sources), report);
    for (std::size_t i = 0; i < st.expectations.size(); ++i) {
        const Expectation& e = st.facts.expectations[i];
        if (st.telling.progress) st.telling.progress("expectations asked", i, st.expectations.size());
        const bool is_apart = place[i] == no_index;
        const Answer a = is_apart ? ask_apart(i) : inquiry->answer(ground->queries[place[i]], Inquiry::Detail::answer);
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
            if (auto reason = (is_apart ? st.answer(st.expectations[i], {}, Inquiry::Detail::reasons, &base)
                                        : inquiry->answer(ground->queries[place[i]], Inquiry::Detail::reasons)).reason)
                f.reason = std::move(*reason);
        f.fingerprint = fingerprint(f, st.sources);
        report.findings.push_back(std::move(f));
    }
    for (Finding& f : report.findings) st.mark(f.reason);
    return report;
}

}  // namespace tenet
