// Rows that stand together, and share a list of last ids, are the rows that they would be one by one: in every order, count and
// format.
#include <boost/test/unit_test.hpp>
#include <random>

#include "reports/render.h"

using namespace tenet;

namespace {

std::string rendered(const Bindings& rows, bool json, bool line) {
    Answer answer;
    answer.query = "f(?x, ?y)";
    answer.kind = AnswerKind::open;
    answer.truth = Truth::certain;
    answer.bindings = rows;
    return json ? render_answer_json(answer, {}, line) : render_answer_text(answer, {}, {});
}

void check_same(const Bindings& together, const Bindings& one_by_one) {
    BOOST_TEST(together.size() == one_by_one.size());
    BOOST_TEST(static_cast<std::size_t>(std::distance(together.begin(), together.end())) == together.size());
    auto other = one_by_one.begin();
    for (const BindingAnswer& row : together) {
        BOOST_TEST((row.values == (*other).values));
        BOOST_TEST((row.answer == (*other).answer));
        ++other;
    }
    BOOST_TEST(rendered(together, false, false) == rendered(one_by_one, false, false));
    for (const bool line : {false, true}) BOOST_TEST(rendered(together, true, line) == rendered(one_by_one, true, line));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bindings)

BOOST_AUTO_TEST_CASE(groups_are_rows) {
    std::mt19937 draw(1);
    const auto below = [&](unsigned n) { return static_cast<std::uint32_t>(draw() % n); };
    for (int round = 0; round < 200; ++round) {
        Bindings together({"x", "y"}), one_by_one({"x", "y"});
        constexpr std::uint32_t ids = 12;
        for (std::uint32_t i = 0; i < ids; ++i)
            for (Bindings* rows : {&together, &one_by_one}) rows->add_id(i == 3 ? "日本" : std::string(1 + i % 4, static_cast<char>('a' + i)));
        std::vector<std::vector<std::uint32_t>> lists(3);
        for (auto& list : lists) {
            for (std::uint32_t i = 0; i < ids; ++i)
                if (below(3) == 0) list.push_back(i);
            together.add_list(list);
        }
        for (std::uint32_t x = 0; x < ids; ++x) {
            std::vector<Bindings::Last> own;
            for (std::uint32_t i = 0; i < ids; ++i)
                if (below(5) == 0) own.push_back({i, below(2) == 0 ? Truth::certain : Truth::possible});
            const std::uint32_t list = below(4) == 0 ? Bindings::no_list : below(3);
            together.add_group(std::span(&x, 1), own, list);
            for (std::uint32_t y = 0; y < ids; ++y) {
                const auto mine = std::find_if(own.begin(), own.end(), [&](const auto& last) { return last.id == y; });
                const bool shared = list != Bindings::no_list && std::find(lists[list].begin(), lists[list].end(), y) != lists[list].end();
                const std::uint32_t row[] = {x, y};
                if (mine != own.end()) one_by_one.add(row, mine->answer);
                else if (shared) one_by_one.add(row, Truth::possible);
            }
        }
        check_same(together, one_by_one);
    }
}

BOOST_AUTO_TEST_CASE(long_ids_and_many_rows_pass_through_the_buffer) {
    Bindings together({"x", "y"}), one_by_one({"x", "y"});
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < 300; ++i) {
        const std::string id = i == 7 ? std::string(100'000, 'l') : "id" + std::to_string(i);
        for (Bindings* rows : {&together, &one_by_one}) rows->add_id(id);
        all.push_back(i);
    }
    const std::uint32_t list = together.add_list(all);
    for (const std::uint32_t x : {3U, 7U, 9U}) {
        together.add_group(std::span(&x, 1), {}, list);
        for (const std::uint32_t y : all) one_by_one.add(std::vector<std::uint32_t>{x, y}, Truth::possible);
    }
    for (const bool json : {false, true}) {
        std::string text = rendered(together, json, false);
        BOOST_TEST((text == rendered(one_by_one, json, false)));
        std::size_t rows = 0;
        for (std::size_t at = 0; (at = text.find("possible", at)) != std::string::npos; ++at) ++rows;
        BOOST_TEST(rows == 901u);  // the last says of the others: impossible
    }
}

BOOST_AUTO_TEST_SUITE_END()
