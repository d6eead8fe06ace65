// Loads facts and packs, checks their words and expressions, and puts the run's questions to the grounder and the
// decider. One file a command's worth of questions: check, ask (engine/ask.cpp) and timeline.
#include "engine/session.h"

#include <algorithm>

#include "engine/session_state.h"
#include "facts/reader.h"
#include "facts/side_by_side.h"
#include "rules/packs.h"

namespace tenet {

Session::Session(Sources& sources, Diagnostics& diagnostics) : state_(std::make_unique<State>(sources, diagnostics)) {}
Session::~Session() = default;
void Session::show_progress(Progress progress) { state_->telling.progress = std::move(progress); }
void Session::watch_proofs(ProofWatcher watch) { state_->telling.watch = std::move(watch); }

std::size_t Session::answered_from_shares() const { return state_->answered_from_shares; }
const Vocabulary& Session::vocabulary() const { return state_->vocabulary; }
const FactSet& Session::facts() const { return state_->facts; }
std::optional<std::chrono::steady_clock::time_point> Session::deadline() const { return state_->limits.deadline; }
void Session::until(std::optional<std::chrono::steady_clock::time_point> deadline) { state_->limits.deadline = deadline; }

std::optional<std::chrono::steady_clock::time_point> RunOptions::deadline() const {
    if (!timeout_seconds) return std::nullopt;
    return started.value_or(std::chrono::steady_clock::now()) + std::chrono::microseconds(static_cast<std::int64_t>(*timeout_seconds * 1e6));
}

namespace {

std::vector<std::string> fact_ids(const FactSet& facts) {
    std::vector<std::string> out;
    for (const Fact& f : facts.facts)
        if (f.named) out.emplace_back(f.own_id);
    return out;
}

std::vector<FactId> resolve_ids(const std::vector<std::string>& ids, const char* option, const FactSet& facts,
                                Diagnostics& diagnostics) {
    std::vector<FactId> out;
    for (const std::string& id : ids) {
        if (const auto fact = facts.find_fact(id)) {
            out.push_back(*fact);
            continue;
        }
        const std::string near = nearest(id, fact_ids(facts));
        const bool other = facts.find(id) != nullptr;
        diagnostics.error("unknown-fact", {}, std::string(option) + ": " + (other ? "'" + id + "' is no fact" : "there is no fact '" + id + "'"))
            .help = near.empty() ? "facts are named by their id, or FILE:LINE:COLUMN where they have none"
                                 : "did you mean '" + near + "'?";
    }
    return out;
}

}  // namespace

// EDTF, `now`, or an event's instant.
std::optional<Instant> Session::State::time(const std::string& text, const char* option) {
    const EdtfResult edtf = parse_date(text);
    Instant i;
    i.word.text = text;
    if (edtf.value) {
        i.edtf = *edtf.value;
        return i;
    }
    if (text == "now") {
        i.kind = Instant::Kind::now;
        return i;
    }
    const std::size_t dot = text.rfind('.');
    if (dot != std::string::npos) {
        const Symbol* symbol = facts.find(text.substr(0, dot));
        const std::string part = text.substr(dot + 1);
        if (symbol && symbol->kind == Symbol::Kind::event && (part == "start" || part == "end" || part == "date")) {
            i.kind = part == "end" ? Instant::Kind::event_end : Instant::Kind::event_start;
            i.index = symbol->index;
            return i;
        }
        if (symbol && symbol->kind == Symbol::Kind::source && part == "published") {
            i.kind = Instant::Kind::source_published;
            i.index = symbol->index;
            return i;
        }
    }
    diagnostics.error("bad-time", {}, std::string(option) + ": '" + text + "' is neither a date (" + edtf.error + ") nor an event's instant")
        .help = "write a date such as 2015-03-31 or 2015-Q1, or an instant such as takeover.end";
    return std::nullopt;
}

bool Session::State::finish_load(const RunOptions& given, std::optional<Vocabulary> core) {
    options = given;
    if (!options.started) options.started = started;
    limits.only_z3 = options.only_z3;
    limits.deadline = options.deadline();
    settings = set_values(options.set, facts, sources, diagnostics);
    if (diagnostics.has_errors()) return false;  // complaints about expressions would repeat those about facts
    const PackRequest request{options.rules, options.rules_path, options.pack_options, core_first};
    vocabulary = core && uses_core_alone(request, facts) ? std::move(*core) : read_packs(request, facts, sources, diagnostics);
    if (diagnostics.has_errors()) return false;
    check_words(facts, vocabulary, sources, diagnostics, options.jobs);
    const auto scope = [&](SetId set) { return Scope{vocabulary, &facts, {}, false, no_index, &facts.sets[set]}; };
    for (FactId id = 0; facts.has_claims && id < facts.facts.size(); ++id) {
        const Fact& fact = facts.facts[id];
        if (const auto* claim = std::get_if<ExpressionClaim>(&fact.body)) {
            auto checked = check_expression(*claim->expression, scope(fact.set), Type::truth, sources, diagnostics);
            claims.push_back(checked ? std::move(*checked) : CheckedExpression{});
        }
    }
    for (const Expectation& e : facts.expectations) {
        auto checked = check_expression(e.query, scope(e.set), std::nullopt, sources, diagnostics);
        if (checked) expectations.push_back(std::move(*checked));
    }
    check_expected();
    choice.assume = resolve_ids(options.assume, "--assume", facts, diagnostics);
    choice.without = resolve_ids(options.without, "--without", facts, diagnostics);
    choice.only_stated = options.only_stated;
    if (options.now) {
        const auto now = time(*options.now, "--now");
        if (now && now->kind != Instant::Kind::edtf)
            diagnostics.error("bad-time", {}, "--now: '" + *options.now + "' is no date").help = "`now` is set to a date, such as 2015-03-31";
        else if (now)
            choice.now = now->edtf;
    }
    if (options.at) choice.at = at = time(*options.at, "--at");
    if (!options.cache.empty() && !diagnostics.has_errors()) cache.emplace(options.cache, diagnostics);
    return !diagnostics.has_errors();
}

// What an <expect> may say: a truth's answer, or the ends of a number or an instant.
void Session::State::check_expected() {
    if (diagnostics.has_errors()) return;
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        const Expectation& e = facts.expectations[i];
        const bool is_truth = expectations[i].term.type == Type::truth;
        const bool is_instant = expectations[i].term.type == Type::instant;
        for (const auto* end : {&e.lower, &e.upper, &e.above, &e.below}) {
            if (!*end) continue;
            if (is_truth) {
                diagnostics.error("bad-expect", (*end)->span, "a truth has no bounds: it is certain, possible or impossible");
            } else if (is_instant ? !parse_date((*end)->text).value : !Rational::parse((*end)->text)) {
                diagnostics.error("bad-expect", (*end)->span, "'" + (*end)->text + "' is no " + (is_instant ? "date" : "number"));
            }
        }
        if (!e.answer.empty() && !is_truth && e.answer.text != "void")
            diagnostics.error("bad-expect", e.answer.span, "a " + std::string(is_instant ? "date" : "number") + " is not '" + e.answer.text + "'", "give its ends: lower, upper, above, below");
    }
}

bool Session::load(const RunOptions& options) {
    state_->started = std::chrono::steady_clock::now();
    ReadLimits limits;
    limits.memory = options.memory_mb > 0;
    limits.jobs = options.jobs;
    // Most runs use `core` alone: it is read beside the facts.
    if (state_->sources.size() == 0) {
        add_core(state_->sources);
        state_->core_first = true;
    }
    std::optional<Vocabulary> core;
    const bool ahead = options.jobs != 1 && options.rules.empty() && state_->core_first;
    Aside reading(ahead, [&] { core = read_core(); });
    state_->facts = read_facts(options.files, state_->sources, state_->diagnostics, limits);
    if (ahead) reading.finish();
    return state_->finish_load(options, std::move(core));
}

bool Session::load_text(const std::string& path, const std::string& text, const RunOptions& options, const std::string& uses) {
    state_->example_of = uses;
    return load_texts({{path, text}}, options);
}

bool Session::load_texts(const std::vector<MendedFile>& files, const RunOptions& options) {
    for (const MendedFile& file : files)
        read_fact_text(state_->sources.add(file.path, file.text), state_->facts, state_->sources, state_->diagnostics);
    finish_facts(state_->facts, state_->sources, state_->diagnostics);
    if (!state_->example_of.empty())
        for (SetInfo& set : state_->facts.sets) set.uses.push_back({{state_->example_of, {}}, {}});
    return state_->finish_load(options);
}

}  // namespace tenet
