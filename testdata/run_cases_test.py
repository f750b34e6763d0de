#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does scripts/run-cases fail when it should? Runs it on small files with an analyzer of our own making.

The stand-in analyzer reports what the comments of the file tell it: `// report: <check> [<other line>]…`.
"""
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

STAND_IN = r'''#!/usr/bin/env python3
import json, re, sys
path = sys.argv[sys.argv.index('--') - 1]
out = sys.argv[sys.argv.index('-o') + 1].split(':', 1)[1]
def at(line):
    return {'physicalLocation': {'artifactLocation': {'uri': path}, 'region': {'startLine': line}}}
results, status = [], 0
for number, text in enumerate(open(path), 1):
    told = re.search(r'// report: ([\w-]+)((?: \d+)*)( as note)?', text)
    if told:
        results.append({'ruleId': told[1], 'level': 'note' if told[3] else 'warning', 'locations': [at(number)],
                        'relatedLocations': [at(int(n)) for n in told[2].split()]})
    if '// crash' in text:
        sys.exit('broken')
    if '// exact:' in text and text.split('// exact: ')[1].strip() not in ' '.join(sys.argv):
        sys.exit(3)
with open(out, 'w') as file:
    json.dump({'runs': [{'tool': {'driver': {'rules': []}}, 'results': results}]}, file)
'''

HEAD = '// case: a test\n'
# body after the first line, expected words in the output ('' when the case passes)
TABLE = [
    ('a(); // finding: x // report: x', ''),
    ('a(); // finding: x', '2: no finding of x'),
    ('a(); // report: x', '2: finding of x that is not expected'),
    ('a(); // finding: x // report: y', '2: no finding of x'),
    ('a(); // report: x as note', ''),
    ('a(); // finding: x // report: x 3\nb(); // step: x', ''),
    ('a(); // finding: x // report: x 4\nb(); // step: x', '3: not among the places'),
    ('a(); // missed: x - why', ''),
    ('a(); // missed: x - why // report: x', 'is not missed any more'),
    ('a(); // missed: x', 'without a reason'),
    ('a(); // false alarm: x - why // report: x', ''),
    ('a(); // false alarm: x - why', 'is gone'),
    ('a(); // finding: x // report: x\na(); // report: x', '3: finding of x'),
    ('a(); // crash', 'ended with status 1: broken'),
    ('// run: --budget 7 -- -DONE\na(); // exact: --budget 7', ''),
    ('// run: --budget 7 -- -DONE\na(); // exact: -- -DONE', ''),
]


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        tool = os.path.join(folder, 'chanvet')
        with open(tool, 'w') as file:
            file.write(STAND_IN)
        os.chmod(tool, 0o755)
        bodies = [(HEAD + body, words) for body, words in TABLE] + [('a();', 'the first line is not')]
        for text, words in bodies:
            path = os.path.join(folder, 'case.c')
            with open(path, 'w') as file:
                file.write(text + '\n')
            done = subprocess.run([os.path.join(ROOT, 'scripts', 'run-cases'), '--chanvet', tool, path],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
            is_right = done.returncode == (1 if words else 0) and words in done.stdout
            summary = '0 passed, 1 failed' if words else '1 passed, 0 failed'
            if not is_right or summary not in done.stdout:
                failures += 1
                print('wrong verdict on:\n%s\n--- expected: %s\n%s' % (text, words or 'pass', done.stdout))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
