// Z3's own library, loaded when it is first asked something: most runs are decided in the open, and to load it takes as
// long as they do. Everything else of Z3's (types, constants) comes from its header. Only z3_session.cpp includes this.
#pragma once

#include <z3.h>

// Z3_mk_config and so on, without the prefix.
#define TENET_Z3_FUNCTIONS(each) \
    each(ast_vector_dec_ref) each(ast_vector_get) each(ast_vector_inc_ref) each(ast_vector_size) each(dec_ref) \
    each(del_config) each(del_context) each(get_bool_value) each(get_error_code) each(get_error_msg) \
    each(get_numeral_small) each(get_numeral_string) each(global_param_set) \
    each(inc_ref) each(interrupt) each(is_numeral_ast) each(mk_add) each(mk_and) each(mk_bool_sort) \
    each(mk_config) each(mk_const) each(mk_context_rc) each(mk_eq) each(mk_false) each(mk_implies) each(mk_int2real) \
    each(mk_int64) each(mk_int_sort) each(mk_int_symbol) each(mk_ite) each(mk_le) each(mk_lt) each(mk_mul) each(mk_not) \
    each(mk_numeral) each(mk_or) each(mk_params) each(mk_real) each(mk_real_sort) each(mk_simple_solver) each(mk_solver) \
    each(mk_string_symbol) each(mk_true) each(model_dec_ref) each(model_eval) each(model_inc_ref) \
    each(params_dec_ref) each(params_inc_ref) each(params_set_bool) each(params_set_uint) each(set_error_handler) each(solver_assert) \
    each(solver_check) each(solver_check_assumptions) each(solver_dec_ref) each(solver_get_assertions) \
    each(solver_get_model) each(solver_get_unsat_core) each(solver_inc_ref) each(solver_interrupt) each(solver_pop) each(solver_push) \
    each(solver_set_params) each(sort_to_ast)

namespace tenet {

struct Z3Library {
#define TENET_Z3_FUNCTION(name) decltype(&::Z3_##name) name = nullptr;
    TENET_Z3_FUNCTIONS(TENET_Z3_FUNCTION)
#undef TENET_Z3_FUNCTION
};

/// Loads Z3 at the first call; safe from several threads. Throws std::runtime_error, which names the library and what is
/// wrong with it; std::bad_alloc where memory is limited and runs out over it.
const Z3Library& z3();

}  // namespace tenet
