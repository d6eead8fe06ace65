# Sourced by ./run, ./test and .ci/run: goes to the project's root, installs what is missing, builds the release.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
while [ ! -f CMakePresets.json ]; do cd ..; done

packages="g++ cmake ninja-build ccache python3 libxml2-utils
    libz3-dev libpugixml-dev libboost-test-dev libspdlog-dev libfmt-dev libcli11-dev nlohmann-json3-dev tao-pegtl-dev
    libgmp-dev zlib1g-dev libzstd-dev libsodium-dev"

missing=""
for package in $packages; do
    case "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)" in
        *"ok installed"*) ;;
        *) missing="$missing $package" ;;
    esac
done

if [ -n "$missing" ]; then
    echo "Installing:$missing" >&2
    sudo=""
    if [ "$(id -u)" != 0 ]; then sudo="sudo"; fi
    $sudo apt-get update -qq >&2
    # shellcheck disable=SC2086  # one word a package
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
fi

build_release() {
    cmake --preset release >&2
    cmake --build --preset release "$@" >&2
}
