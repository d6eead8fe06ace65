// The main function of every unit test program. Written out, because BOOST_TEST_MODULE, which would generate it,
// must be defined before Boost's header is first read, and that happens in the precompiled header.
#include <boost/test/unit_test.hpp>

namespace {

bool name_the_module() {
    boost::unit_test::framework::master_test_suite().p_name.value = "tenet";
    return true;
}

}  // namespace

int main(int argc, char* argv[]) {
    return boost::unit_test::unit_test_main(&name_the_module, argc, argv);
}
