// Terms to Z3 and models back.
#include "engine/z3_session.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/z3_context.h"

namespace tenet {

Z3Context::Z3Context() = default;
Z3Context::~Z3Context() = default;

struct Z3Session::State {
    const Problem& problem;
    Z3Context::State& shared;
    Z3_context context = nullptr;
    Z3_solver solver = nullptr;     // made when first needed: see in_use()
    Z3_solver nonlinear = nullptr;  // the one that decided the last check, where `solver` could not for products of unknowns
    bool products = false;          // some term has one
    Z3_sort truth_sort = nullptr, real_sort = nullptr, int_sort = nullptr;
    std::vector<Z3_ast> terms;  // by node; null where not made yet
    std::vector<Z3_ast> temporary;  // parts of the term being made: Z3 frees what nobody references at its next call
    std::unordered_map<std::uint32_t, Z3_ast> selectors;
    std::unordered_map<Z3_ast, std::uint32_t> selector_of;
    std::optional<Alarm::Clock::time_point> deadline;

    State(const Problem& p, Z3Context::State& in) : problem(p), shared(in), context(in.context) {
        truth_sort = made(z3().mk_bool_sort(context));
        z3().inc_ref(context, z3().sort_to_ast(context, truth_sort));
        real_sort = made(z3().mk_real_sort(context));
        z3().inc_ref(context, z3().sort_to_ast(context, real_sort));
        int_sort = made(z3().mk_int_sort(context));
        z3().inc_ref(context, z3().sort_to_ast(context, int_sort));
    }
    // What Z3 made. It makes nothing where memory runs out, and must not be given nothing.
    template <class T>
    T made(T what) const {
        if (!what) complain();
        return what;
    }
    [[noreturn]] void complain() const {
        const Z3_error_code error = z3().get_error_code(context);
        if (error == Z3_MEMOUT_FAIL) throw std::bad_alloc();
        throw std::runtime_error(std::string("Z3: ") + z3().get_error_msg(context, error));
    }
    // What is not asserted for lack of memory must not be taken for asserted.
    void add(Z3_solver to, Z3_ast what) {
        z3().solver_assert(context, to, what);
        if (z3().get_error_code(context) != Z3_OK) complain();
    }
    void push() {
        z3().solver_push(context, in_use());
        if (z3().get_error_code(context) != Z3_OK) complain();
    }
    ~State() {
        for (const Z3_ast t : terms)
            if (t) z3().dec_ref(context, t);
        for (const auto& [id, ast] : selectors) z3().dec_ref(context, ast);
        for (Z3_sort sort : {truth_sort, real_sort, int_sort}) z3().dec_ref(context, z3().sort_to_ast(context, sort));
        forget_nonlinear();
        forget_solver();
    }
    void forget_solver() {
        if (solver) z3().solver_dec_ref(context, solver);
        solver = nullptr;
    }
    void forget_nonlinear() {
        if (nonlinear) z3().solver_dec_ref(context, nonlinear);
        nonlinear = nullptr;
    }
    // Ctrl-C is the program's affair (engine/interrupt.h).
    void leave_interrupts(Z3_params params) {
        z3().params_set_bool(context, params, z3().mk_string_symbol(context, "ctrl_c"), false);
    }
    // Products of unknowns: the solver for linear arithmetic gives up at once, one made for real polynomials may not.
    Z3_lbool check_nonlinear(std::span<const Z3_ast> assumptions) {
        constexpr std::chrono::seconds most(5);  // for one check
        nonlinear = made(z3().mk_solver(context));
        z3().solver_inc_ref(context, nonlinear);
        Z3_params params = made(z3().mk_params(context));
        z3().params_inc_ref(context, params);
        leave_interrupts(params);
        z3().solver_set_params(context, nonlinear, params);
        z3().params_dec_ref(context, params);
        const Z3_ast_vector asserted = made(z3().solver_get_assertions(context, solver));
        z3().ast_vector_inc_ref(context, asserted);
        for (unsigned i = 0; i < z3().ast_vector_size(context, asserted); ++i)
            add(nonlinear, z3().ast_vector_get(context, asserted, i));
        z3().ast_vector_dec_ref(context, asserted);
        const auto end = Alarm::Clock::now() + most;
        const Z3Context::State::Watch watch(shared, nonlinear, deadline ? std::min(*deadline, end) : end);
        return assumptions.empty() ? z3().solver_check(context, nonlinear)
                                   : z3().solver_check_assumptions(context, nonlinear, static_cast<unsigned>(assumptions.size()), assumptions.data());
    }
    Z3_lbool check(std::span<const Z3_ast> assumptions) {
        forget_nonlinear();
        if (over()) return Z3_L_UNDEF;
        in_use();
        const Z3_lbool answer = [&] {
            const Z3Context::State::Watch watch(shared, solver, deadline);
            return assumptions.empty() ? z3().solver_check(context, solver)
                                       : z3().solver_check_assumptions(context, solver, static_cast<unsigned>(assumptions.size()), assumptions.data());
        }();
        return answer != Z3_L_UNDEF || !products || over() ? answer : check_nonlinear(assumptions);
    }
    bool over() const { return deadline && Alarm::Clock::now() >= *deadline; }
    Z3_solver decided() const { return nonlinear ? nonlinear : solver; }
    Z3_solver in_use() {
        if (solver) return solver;
        solver = made(z3().mk_simple_solver(context));
        z3().solver_inc_ref(context, solver);
        set_parameters();
        return solver;
    }
    void set_parameters() {
        Z3_params params = made(z3().mk_params(context));
        z3().params_inc_ref(context, params);
        leave_interrupts(params);
        z3().params_set_uint(context, params, z3().mk_string_symbol(context, "arith.solver"), 2);
        z3().solver_set_params(context, solver, params);
        z3().params_dec_ref(context, params);
    }

    Z3_ast keep(Z3_ast t) {
        z3().inc_ref(context, made(t));
        temporary.push_back(t);
        return t;
    }
    void release() {
        for (const Z3_ast t : temporary) z3().dec_ref(context, t);
        temporary.clear();
    }
    Z3_ast numeral(const Rational& value, bool as_int) {
        if (!value.is_small()) return new_numeral(value, as_int);
        Z3Context::State::Numeral& known = shared.numeral(value.numerator(), value.denominator(), as_int);
        if (!known.made || known.numerator != value.numerator() || known.denominator != value.denominator() || known.as_int != as_int) {
            const Z3_ast fresh = new_numeral(value, as_int);
            z3().inc_ref(context, fresh);
            if (known.made) z3().dec_ref(context, known.made);
            known = {fresh, value.numerator(), value.denominator(), as_int};
            return fresh;
        }
        return keep(known.made);
    }
    Z3_ast new_numeral(const Rational& value, bool as_int) {
        // To read one from text takes ten times as long.
        if (const auto whole = value.to_int64(); whole && as_int) return keep(z3().mk_int64(context, *whole, int_sort));
        for (const int denominator : {1, 10'000}) {
            const auto part = value.times(denominator);
            if (!as_int && part && std::in_range<int>(*part)) return keep(z3().mk_real(context, static_cast<int>(*part), denominator));
        }
        const std::string text = value.to_string();
        return keep(z3().mk_numeral(context, text.c_str(), as_int ? int_sort : real_sort));
    }
    Z3_ast as_real(Z3_ast t, NodeId n) {
        return problem.store.sort(n) == Sort::day ? keep(z3().mk_int2real(context, t)) : t;
    }

    Z3_ast make(NodeId n) {
        const FormulaStore& s = problem.store;
        const auto args = s.args(n);
        switch (s.op(n)) {
        case FormulaOp::yes: return z3().mk_true(context);
        case FormulaOp::no: return z3().mk_false(context);
        case FormulaOp::variable: {
            const VariableId v = s.variable_of(n);
            const Sort sort = problem.variables[v].sort;
            return z3().mk_const(context, z3().mk_int_symbol(context, static_cast<int>(v)),
                               sort == Sort::truth  ? truth_sort
                               : sort == Sort::real ? real_sort
                                                    : int_sort);
        }
        case FormulaOp::negation: return z3().mk_not(context, terms[args[0]]);
        case FormulaOp::conjunction:
        case FormulaOp::disjunction: {
            std::vector<Z3_ast> parts;
            for (const NodeId a : args) parts.push_back(terms[a]);
            const auto count = static_cast<unsigned>(parts.size());
            return s.op(n) == FormulaOp::conjunction ? z3().mk_and(context, count, parts.data())
                                                     : z3().mk_or(context, count, parts.data());
        }
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero:
        case FormulaOp::equal_zero: return comparison(n);
        case FormulaOp::constant: return numeral(s.value(n), s.sort(n) == Sort::day && s.value(n).is_integer());
        case FormulaOp::sum: return linear(n, Rational(0), s.sort(n) == Sort::day);
        case FormulaOp::product: {
            products = true;
            Z3_ast parts[] = {as_real(terms[args[0]], args[0]), as_real(terms[args[1]], args[1])};
            return z3().mk_mul(context, 2, parts);
        }
        case FormulaOp::choice: {
            const bool day = s.sort(n) == Sort::day;
            return z3().mk_ite(context, terms[args[0]], day ? terms[args[1]] : as_real(terms[args[1]], args[1]),
                             day ? terms[args[2]] : as_real(terms[args[2]], args[2]));
        }
        }
        return nullptr;
    }
    // A sum without its constant part where `drop_constant` is its value.
    Z3_ast linear(NodeId n, const Rational& drop_constant, bool as_int) {
        const FormulaStore& s = problem.store;
        std::vector<Z3_ast> parts;
        for (std::size_t i = 0; i < s.sum_size(n); ++i) {
            const auto [c, child] = s.sum_item(n, i);
            as_int = as_int && c.is_integer();
        }
        as_int = as_int && s.value(n).is_integer();
        for (std::size_t i = 0; i < s.sum_size(n); ++i) {
            const auto [c, child] = s.sum_item(n, i);
            const Z3_ast term = as_int ? terms[child] : as_real(terms[child], child);
            if (c == Rational(1)) {
                parts.push_back(term);
            } else {
                Z3_ast pair[] = {numeral(c, as_int), term};
                parts.push_back(keep(z3().mk_mul(context, 2, pair)));
            }
        }
        const Rational rest = s.value(n) - drop_constant;
        if (rest.sign() != 0) parts.push_back(numeral(rest, as_int));
        return parts.size() == 1 ? parts[0]
                                 : keep(z3().mk_add(context, static_cast<unsigned>(parts.size()), parts.data()));
    }
    Z3_ast comparison(NodeId n) {
        const FormulaStore& s = problem.store;
        const NodeId term = s.args(n)[0];
        Z3_ast left = terms[term];  // null for a sum
        Rational right(0);
        bool as_int = s.sort(term) == Sort::day;
        if (s.op(term) == FormulaOp::sum) {  // s + k <= 0 as s <= -k: a bound, where s is one variable
            right = -s.value(term);
            for (std::size_t i = 0; i < s.sum_size(term); ++i) as_int = as_int && s.sum_item(term, i).first.is_integer();
            as_int = as_int && right.is_integer();
            left = linear(term, s.value(term), as_int);
        }
        const Z3_ast bound = numeral(right, as_int);
        if (s.op(n) == FormulaOp::less_equal_zero) return z3().mk_le(context, left, bound);
        if (s.op(n) == FormulaOp::less_zero) return z3().mk_lt(context, left, bound);
        return z3().mk_eq(context, left, bound);
    }

    Z3_ast term(NodeId root) {
        const FormulaStore& s = problem.store;
        if (terms.size() < s.size()) terms.resize(s.size(), nullptr);
        std::vector<NodeId> stack{root};
        while (!stack.empty()) {
            const NodeId n = stack.back();
            if (terms[n]) {
                stack.pop_back();
                continue;
            }
            bool ready = true;
            const auto need = [&](NodeId child) {
                if (terms[child]) return;
                stack.push_back(child);
                ready = false;
            };
            // A comparison of a sum is made of its parts, without its constant: the sum itself is not asked for.
            const bool of_sum = s.op(n) != FormulaOp::sum && s.args(n).size() == 1 && s.op(s.args(n)[0]) == FormulaOp::sum;
            s.each_child(of_sum ? s.args(n)[0] : n, need);
            if (!ready) continue;
            stack.pop_back();
            terms[n] = made(make(n));
            z3().inc_ref(context, terms[n]);
            release();
        }
        return terms[root];
    }
    Z3_ast selector(std::uint32_t id) {
        const auto it = selectors.find(id);
        if (it != selectors.end()) return it->second;
        const std::string name = "g" + std::to_string(id);
        const Z3_ast fresh = made(z3().mk_const(context, z3().mk_string_symbol(context, name.c_str()), truth_sort));
        z3().inc_ref(context, fresh);
        selectors.emplace(id, fresh);
        selector_of.emplace(fresh, id);
        return fresh;
    }
};

Z3Session::Z3Session(const Problem& problem, Z3Context& context) {
    if (!context.state_) context.state_ = std::make_unique<Z3Context::State>();
    state_ = std::make_unique<State>(problem, *context.state_);
}
Z3Session::~Z3Session() = default;

void Z3Session::until(std::optional<std::chrono::steady_clock::time_point> deadline) { state_->deadline = deadline; }

void Z3Session::reset() { state_->forget_solver(); }

void Z3Session::push() { state_->push(); }
void Z3Session::pop() { z3().solver_pop(state_->context, state_->in_use(), 1); }
void Z3Session::add(NodeId truth) { state_->add(state_->in_use(), state_->term(truth)); }

void Z3Session::add_if(std::uint32_t selector, NodeId truth) {
    const Z3_ast condition = state_->selector(selector), term = state_->term(truth);
    state_->add(state_->in_use(), state_->keep(z3().mk_implies(state_->context, condition, term)));
    state_->release();
}

namespace {

Outcome outcome(Z3_lbool answer) {
    return answer == Z3_L_TRUE ? Outcome::sat : answer == Z3_L_FALSE ? Outcome::unsat : Outcome::unknown;
}

}  // namespace

Outcome Z3Session::check() { return outcome(state_->check({})); }

Outcome Z3Session::check(std::span<const std::uint32_t> selected) {
    std::vector<Z3_ast> assumptions;
    assumptions.reserve(selected.size());
    for (const std::uint32_t s : selected) assumptions.push_back(state_->selector(s));
    return outcome(state_->check(assumptions));
}

std::vector<std::uint32_t> Z3Session::core() {
    std::vector<std::uint32_t> out;
    const Z3_ast_vector core = state_->made(z3().solver_get_unsat_core(state_->context, state_->decided()));
    z3().ast_vector_inc_ref(state_->context, core);
    for (unsigned i = 0; i < z3().ast_vector_size(state_->context, core); ++i)
        out.push_back(state_->selector_of.at(z3().ast_vector_get(state_->context, core, i)));
    z3().ast_vector_dec_ref(state_->context, core);
    return out;
}

bool Z3Session::world(std::span<const VariableId> variables, World& world) {
    const Z3_context c = state_->context;
    const Z3_model model = z3().solver_get_model(c, state_->decided());
    if (!model) return false;
    z3().model_inc_ref(c, model);
    world.values.resize(state_->problem.variables.size());
    bool exact = true;
    for (const VariableId v : variables) {
        Z3_ast value = nullptr;
        if (!z3().model_eval(c, model, state_->term(state_->problem.variable_nodes[v]), true, &value) || !value) {
            exact = false;
            break;
        }
        z3().inc_ref(c, value);
        if (state_->problem.variables[v].sort == Sort::truth) {
            world.values[v] = Rational(z3().get_bool_value(c, value) == Z3_L_TRUE ? 1 : 0);
        } else if (z3().is_numeral_ast(c, value)) {
            std::int64_t numerator, denominator;
            if (z3().get_numeral_small(c, value, &numerator, &denominator)) {
                world.values[v] = Rational(numerator, denominator);
            } else {
                const auto number = Rational::parse_fraction(z3().get_numeral_string(c, value));
                exact = exact && number.has_value();
                if (number) world.values[v] = *number;
            }
        } else {
            exact = false;  // an irrational root
        }
        z3().dec_ref(c, value);
        if (!exact) break;
    }
    z3().model_dec_ref(c, model);
    return exact;
}

}  // namespace tenet
