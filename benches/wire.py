#!/usr/bin/env python3
"""What plenary sends over the wire, beside less and vim: bytes, which are exact, and times, which are not.

    cargo build --release && benches/wire.py [--quick] [--bin target/release/plenary]

Each program runs in a pseudo-terminal at 80x24 and 200x60, on the same text. `rest` is how long, after j was held for
3 s at 30 Hz, the screen goes on moving at the far end of a line of 100 ms round trip and 32 kB/s: computed from when
each byte was written. `idle` is CPU ticks, wake-ups and bytes in 10 s (60 s without --quick). Needs Linux.
"""
import argparse, fcntl, os, pathlib, re, select, shutil, signal, struct, sys, tempfile, termios, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
RTT, LINE = 0.1, 32_000


class Session:
    def __init__(self, cmd, size, env):
        cols, rows = size
        self.home = tempfile.TemporaryDirectory()  # no session of the past is taken up
        own = {"XDG_STATE_HOME": self.home.name, "XDG_CONFIG_HOME": self.home.name}
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.start, self.log = time.monotonic(), []  # (when, how many bytes)
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for fd in range(3):
                os.dup2(slave, fd)
            os.closerange(3, 64)
            keep = {k: v for k, v in os.environ.items() if k not in ("LINES", "COLUMNS", "NO_COLOR", "LESS", "TMUX")}
            os.execvpe(cmd[0], cmd, keep | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"} | own | env)
        os.close(slave)

    def pump(self, quiet, limit=10.0):
        """Reads until nothing came for `quiet` seconds; the time of the last byte, and how many came."""
        begin, last, count = time.monotonic(), None, 0
        while (now := time.monotonic()) < begin + limit:
            if not select.select([self.master], [], [], max(0, min((last or begin) + quiet, begin + limit) - now))[0]:
                break
            try:
                got = os.read(self.master, 65536)
            except OSError:
                break
            last, count = time.monotonic(), count + len(got)
            self.log.append((last, len(got)))
        return last, count

    def key(self, key, quiet=0.06):
        begin = time.monotonic()
        os.write(self.master, key)
        last, count = self.pump(quiet)
        return (last - begin) * 1000 if last else None, count

    def usage(self):
        ticks = wakeups = 0
        stat = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        ticks = int(stat[11]) + int(stat[12])
        for task in os.listdir(f"/proc/{self.pid}/task"):
            text = open(f"/proc/{self.pid}/task/{task}/status").read()
            wakeups += int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", text)[1])
        rss = int(re.search(r"\nVmRSS:\s+(\d+)", open(f"/proc/{self.pid}/status").read())[1])
        return ticks, wakeups, rss

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.master)
        self.home.cleanup()


def held(session, key):
    """Holds a key; how long the screen moves on afterwards at the far end of the line."""
    session.log.clear()
    for n in range(90):
        os.write(session.master, key)
        session.pump(1 / 30, 1 / 30)
    released = time.monotonic()
    session.pump(0.6)
    gone = 0.0
    for when, count in session.log:
        gone = max(gone, when) + count / LINE
    return max(0.0, gone + RTT - released) * 1000


def measure(name, cmd, size, keys, idle):
    def fresh(env={}):
        session = Session(cmd, size, env)
        first = session.pump(0.4)
        for key in keys["before"]:
            session.key(key)
        session.pump(0.4)
        return session, first

    session, (last, first_bytes) = fresh()
    first_ms = (last - session.start) * 1000 if last else 0
    lines = [session.key(keys["line"]) for _ in range(40)]
    pages = [session.key(keys["page"]) for _ in range(8)]
    for key in keys["search"]:
        session.key(key)
    typed = [session.key(bytes([c])) for c in b"migration"]
    before = session.usage()
    _, idle_bytes = session.pump(idle, idle)
    after = session.usage()
    session.end()
    session, _ = fresh()
    os.write(session.master, keys["line"] * 200)
    burst = session.pump(1.0)[1]
    session.end()
    session, _ = fresh({"SSH_CONNECTION": "192.0.2.1 22 192.0.2.2 22"})
    rest = held(session, keys["line"])
    session.end()
    mean = lambda pairs: round(sum(count for _, count in pairs) / len(pairs))
    times = sorted(ms for ms, _ in lines if ms is not None) or [0]
    print(f"{name:<16}{size[0]}x{size[1]:<5}{first_ms:8.0f}{first_bytes:8}{mean(lines):7}{mean(pages):7}{mean(typed):8}"
          f"{burst:8}{times[len(times) // 2]:7.1f}/{times[-1]:<6.1f}{rest:7.0f}   "
          f"{after[0] - before[0]}/{after[1] - before[1]}/{idle_bytes:<6}{after[2] / 1024:6.1f}")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--bin", default=ROOT / "target/release/plenary")
    p.add_argument("--quick", action="store_true", help="10 s of idleness instead of 60")
    a = p.parse_args()
    text = str(max((ROOT / "seeds").glob("*.txt"), key=lambda file: file.stat().st_size))
    reader = {"before": [b"\r"], "line": b"j", "page": b" ", "search": [b"/"]}
    programs = [
        ("less", ["less", "--incsearch", text], {"before": [b" ", b" "], "line": b"j", "page": b" ", "search": [b"/"]}),
        ("vim -R", ["vim", "-u", "NONE", "-R", text], {"before": [b"\x06", b"L"], "line": b"j", "page": b"\x06", "search": [b"/"]}),
        ("plenary, reader", [str(a.bin), "open", "zero 30"], reader),
        ("plenary, panes", [str(a.bin)], reader | {"before": [b"\t"]}),
        ("plenary, tree", [str(a.bin)], reader | {"before": []}),
    ]
    print("program         size    first ms   bytes   line   page  search  200 j   line ms p50/max  rest ms  idle   RSS MiB")
    for size in (80, 24), (200, 60):
        for name, cmd, keys in programs:
            if shutil.which(cmd[0]):
                measure(name, cmd, size, keys, 10 if a.quick else 60)


if __name__ == "__main__":
    sys.exit(main())
