// The program `tenet`. Everything it does is in engine/cli/.
#include "engine/cli/commands.h"
#include "engine/interrupt.h"

int main(int argc, char** argv) {
    tenet::end_on_interrupt();
    return tenet::run_program(argc, argv);
}
