#!/usr/bin/env python3
"""measure.py NAME EVENTS LOG -- COMMAND...

Runs a command, its output to LOG, and prints one line of JSON: wall and CPU seconds (all descendants),
peak resident memory of the largest process, CPU seconds per million events, and the CPU seconds of a
fixed reference kernel before and after (machines differ and drift: compare ratios, not seconds).
"""
import json
import os
import resource
import subprocess
import sys
import time
import zlib


def reference():
    block = bytes((i * 2654435761 >> 7) & 0xFF for i in range(1 << 20))
    start = time.process_time()
    for _ in range(8):
        zlib.compress(block, 6)
    return time.process_time() - start


def main():
    if len(sys.argv) < 6 or sys.argv[4] != "--":
        sys.exit(__doc__)
    name, events, log, command = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[5:]
    before = reference()
    start = time.monotonic()
    with open(log, "wb") as out:
        code = subprocess.call(command, stdout=out, stderr=subprocess.STDOUT)
    wall = time.monotonic() - start
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = usage.ru_utime + usage.ru_stime
    print(json.dumps({
        "name": name,
        "events": events,
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "cpu_s_per_million": round(cpu / events * 1e6, 1),
        "peak_rss_mb": usage.ru_maxrss // 1024,
        "reference_cpu_s": round((before + reference()) / 2, 3),
        "load1": round(os.getloadavg()[0], 1),
        "exit": code,
    }), flush=True)
    sys.exit(code)


main()
