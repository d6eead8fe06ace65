// What each command says where no time is left: the deadline is over before it begins, so that nothing here hangs on a clock.
#include <boost/test/unit_test.hpp>

#include "engine/change_search.h"
#include "engine/correction_sets.h"
#include "engine/diff.h"
#include "engine/lint.h"
#include "engine/session.h"
#include "engine/z3_session.h"
#include "tests/unit/engine/brute_force.h"
#include "tests/unit/engine/cli_capture.h"
#include "tests/unit/rules/workbench.h"

using namespace tenet;

namespace {

const std::string clash =
    "<entity id=\"z\" kind=\"company\"/><stake id=\"x\" holder=\"p0\" in=\"z\" min=\"60%\"/>"
    "<stake id=\"y\" holder=\"p0\" in=\"z\" max=\"50%\"/>";

/// So many stakes in one company, each with its own unknown day; `more` stands behind them.
std::string many(int count, const std::string& more) {
    std::string out = "<entity id=\"c\" kind=\"company\"/>";
    for (int i = 0; i < count; ++i) {
        const std::string n = std::to_string(i);
        out += "<entity id=\"p" + n + "\" kind=\"company\"/><stake id=\"s" + n + "\" holder=\"p" + n + "\" in=\"c\" max=\"90%\" from=\"2013\"/>";
    }
    return out + more;
}

struct Loaded {
    Sources own;
    Diagnostics diagnostics;
    Session session;

    explicit Loaded(const std::string& elements, Sources* shared = nullptr) : session(shared ? *shared : own, diagnostics) {
        RunOptions options;
        options.jobs = 1;
        const std::string text = "<facts xmlns=\"urn:tenet:facts:1\" id=\"set\" as-of=\"2015-01-31\">\n" + elements + "\n</facts>\n";
        BOOST_REQUIRE(session.load_text("set.xml", text, options));
    }
    Session& late() {
        session.until(std::chrono::steady_clock::now());
        return session;
    }
};

using Names = std::vector<std::string>;

bool contains(const Names& list, const std::string& text) { return std::find(list.begin(), list.end(), text) != list.end(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(deadline)

BOOST_AUTO_TEST_CASE(a_repair_is_undecided) {
    Loaded large(many(400, clash));
    const RepairReport report = large.late().repair();
    BOOST_TEST((report.verdict == Verdict::undecided));
    BOOST_TEST(report.repairs.empty());
    BOOST_TEST(report.undecided == Names{"the 402 facts that stand with s0, for lack of time"});
}

BOOST_AUTO_TEST_CASE(a_repair_that_was_found_is_not_written_unchecked) {
    Loaded small("<entity id=\"p0\" kind=\"company\"/>" + clash);
    const RepairReport report = small.session.repair();
    BOOST_REQUIRE(!report.repairs.empty());
    BOOST_TEST(small.session.mended(report.repairs[0]).has_value());
    BOOST_TEST(!small.late().mended(report.repairs[0]).has_value());
}

BOOST_AUTO_TEST_CASE(days_are_undecided) {
    Loaded large(many(400, ""));
    const TimelineReport report = large.late().timeline();
    BOOST_TEST((report.verdict == Verdict::undecided));
    BOOST_TEST(report.events.empty());
    BOOST_TEST(report.periods.empty());
    BOOST_TEST(report.undecided == Names{"the 400 facts that stand with s0, for lack of time"});
}

BOOST_AUTO_TEST_CASE(a_comparison_calls_nothing_new) {
    Sources sources;
    Loaded before("<entity id=\"p0\" kind=\"company\"/>", &sources), after("<entity id=\"p0\" kind=\"company\"/>" + clash, &sources);
    BOOST_TEST(diff(before.session, after.session, sources).worse);
    const DiffReport report = diff(before.late(), after.late(), sources);
    BOOST_TEST(!report.worse);
    BOOST_TEST((report.before == Verdict::undecided));
    BOOST_TEST((report.after == Verdict::undecided));
    BOOST_TEST(report.fresh.empty());
    BOOST_TEST(report.moved.empty());
    for (const char* what : {"which facts are new, gone or changed, for lack of time", "who controls whom, for lack of time",
                             "the old facts: entities that no fact names, for lack of time",
                             "the new facts: the 2 facts that stand with x, for lack of time"})
        BOOST_TEST(contains(report.undecided, what), what);
}

BOOST_AUTO_TEST_CASE(what_an_undecided_set_may_have_had_is_not_called_new) {
    // No world is told of a square root of 2, so the old facts are undecided.
    const std::string root = "<entity id=\"m\" kind=\"company\"/><claim id=\"k\">measure(m, 'a', '') * measure(m, 'a', '') = 2</claim>";
    const auto stakes = [](const std::string& first, const std::string& more) {
        return "<entity id=\"p\" kind=\"company\"/><entity id=\"q\" kind=\"company\"/><entity id=\"c\" kind=\"company\"/>"
               "<stake id=\"s1\" holder=\"p\" in=\"c\" share=\"" + first + "\"/><stake id=\"s2\" holder=\"q\" in=\"c\" min=\"40%\"/>" + more;
    };
    const auto compared = [](const std::string& old_facts, const std::string& new_facts) {
        Sources sources;
        Loaded before(old_facts, &sources), after(new_facts, &sources);
        return diff(before.session, after.session, sources);
    };
    const DiffReport changed = compared(root + stakes("40%", ""), stakes("70%", ""));
    BOOST_TEST((changed.before == Verdict::undecided));
    BOOST_TEST((changed.after == Verdict::contradictory));
    BOOST_TEST(changed.fresh.empty());
    BOOST_TEST(!changed.worse);
    BOOST_TEST(std::count_if(changed.undecided.begin(), changed.undecided.end(),
                             [](const std::string& what) { return what.starts_with("whether this is new: conflict: "); }) == 1);
    const DiffReport added = compared(root + stakes("40%", ""),
                                      stakes("40%", "<entity id=\"r\" kind=\"company\"/><stake id=\"s3\" holder=\"r\" in=\"c\" min=\"40%\"/>"));
    BOOST_TEST(added.fresh.size() == 1U);  // it names s3
    BOOST_TEST(added.worse);
    const DiffReport both = compared(root + stakes("40%", ""), root + stakes("70%", ""));  // the same is undecided in both
    BOOST_TEST(both.fresh.size() == 1U);
    BOOST_TEST(both.worse);
}

BOOST_AUTO_TEST_CASE(sets_to_drop_are_sought_until_then) {
    brute_force::Small none;
    Core one, other;
    one.facts = {0, 1};
    other.facts = {1, 2};
    const auto sought = [&](const Limits& limits) {
        return CorrectionSets([](FactId) { return Rational(1); },
                              [](const std::vector<FactId>&) { return CorrectionSets::Judged{Outcome::sat, {}}; }, {one, other}, limits);
    };
    BOOST_TEST(sought({}).next().has_value());
    Limits late;
    late.deadline = std::chrono::steady_clock::now();
    CorrectionSets sets = sought(late);
    BOOST_TEST(!sets.next().has_value());
    BOOST_TEST(sets.cut_short());
}

BOOST_AUTO_TEST_CASE(a_search_for_changes_grounds_until_then) {
    workbench::Bench bench;
    bench.read_facts(many(400, ""));
    bench.read_packs();
    BOOST_REQUIRE_EQUAL(bench.complaints(), "");
    Z3Context context;
    Limits late;
    late.deadline = std::chrono::steady_clock::now();
    BOOST_CHECK_THROW(ChangeSearch(bench.facts, bench.vocabulary, {}, {}, {0}, false, late, context), OutOfTime);
}

BOOST_AUTO_TEST_CASE(laws_that_were_not_tried_are_named) {
    workbench::Bench bench;
    bench.read_facts("");
    bench.read_packs();
    Limits late;
    late.deadline = std::chrono::steady_clock::now();
    Diagnostics found;
    const Names undecided = lint_laws("core", bench.vocabulary, bench.sources, found, late);
    BOOST_TEST(undecided == Names{"what is wrong with " + std::to_string(bench.vocabulary.laws.size()) + " laws from " +
                                  bench.vocabulary.laws.front().full_id() + " on, for lack of time"});
    BOOST_TEST(found.list().empty());
}

BOOST_AUTO_TEST_CASE(z3_begins_nothing_after_it) {
    Problem problem;
    Z3Context context;
    Z3Session z3(problem, context);
    z3.add(problem.store.yes());
    z3.until(std::chrono::steady_clock::now());
    BOOST_TEST((z3.check() == Outcome::unknown));
    z3.until(std::nullopt);
    BOOST_TEST((z3.check() == Outcome::sat));
}

BOOST_AUTO_TEST_CASE(commands_end_with_status_3) {
    using cli_test::has;
    const cli_test::Folder folder;
    folder.write("set.xml", "<facts xmlns=\"urn:tenet:facts:1\" as-of=\"2015-01-31\">" + many(400, "") + "</facts>");
    const std::string soon = "0.000001";
    for (const char* command : {"check", "repair", "timeline"}) {
        const cli_test::Outcome run = cli_test::tenet({command, "set.xml", "--timeout", soon, "--format", "json"});
        BOOST_TEST(run.status == 3, command);
        BOOST_TEST(has(run.out, "\"the 400 facts that stand with s0, for lack of time\""), command);
        BOOST_TEST(has(run.out, "\"verdict\": \"undecided\""), command);
    }
    const cli_test::Outcome compared = cli_test::tenet({"diff", "set.xml", "set.xml", "--timeout", soon});
    BOOST_TEST(compared.status == 3);
    BOOST_TEST(has(compared.out, "no worse as far as is decided"));
    const cli_test::Outcome tested = cli_test::tenet({"rules", "test", "core", "--timeout", soon});
    BOOST_TEST(tested.status == 3);
    BOOST_TEST(has(tested.out, "on, for lack of time"));
}

BOOST_AUTO_TEST_SUITE_END()
