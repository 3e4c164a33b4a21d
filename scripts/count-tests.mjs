/** From vitest's account of every test to the closing line, and to whether the suite is green. */

/** The titles in the text of test/may-skip.txt: `full title | reason`, one a line; a line without a reason excuses nothing. */
export function excusedTitles(text) {
  const lines = text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'));
  const entries = lines.map(line => line.split(' | '));
  return new Set(entries.filter(([, reason]) => reason?.trim()).map(([title]) => title.trim()));
}

/** The lines of test/only-in-full.txt, `file | full title`, that name none of the tests that vitest tells of. */
export function linesWithoutTest(text, files) {
  const known = new Set(
    files.flatMap(({name, assertionResults}) =>
      assertionResults.map(test => `${name.split('/test/').at(-1)} | ${fullTitle(test)}`),
    ),
  );
  return text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#') && !known.has(line));
}

/**
 * `files` is `testResults` of vitest's JSON report, `brokenRules` the house rules that do not hold; `excused` is given where CI
 * is set, and then every other skipped test counts as failed, and so
 * does each of `strayLines`, which name a test that is not there. Returns the lines to print, the closing line last.
 */
export function countTests({files, exitCode, brokenRules, excused, strayLines = []}) {
  const tests = files.flatMap(file => file.assertionResults);
  const withStatus = status => tests.filter(test => test.status === status);
  // A file that fell over before its tests is one failure: otherwise nobody would miss them.
  const fallen = files.filter(file => file.status === 'failed' && !file.assertionResults.some(isFailed));
  const skipped = tests.filter(test => test.status !== 'passed' && !isFailed(test)).map(fullTitle);
  const unexcused = excused ? skipped.filter(title => !excused.has(title)) : [];

  const passed = withStatus('passed').length;
  const failed =
    withStatus('failed').length + fallen.length + unexcused.length + brokenRules.length + strayLines.length;
  const stillSkipped = skipped.length - unexcused.length;
  const lines = [
    ...unexcused.map(title => `✘ skipped without a reason in test/may-skip.txt: ${title}`),
    ...strayLines.map(line => `✘ test/only-in-full.txt names a test that is not there: ${line}`),
    ...brokenRules.map(name => `✘ ${name}: does not hold, see above`),
  ];
  if (exitCode !== 0 && failed === 0) lines.push('✘ vitest reported an error outside of any test, see above');
  if (passed === 0) lines.push('✘ no test passed');
  lines.push(`${passed} passed, ${failed} failed${stillSkipped > 0 ? `, ${stillSkipped} skipped` : ''}`);
  return {lines, isGood: exitCode === 0 && failed === 0 && passed > 0};
}

const isFailed = test => test.status === 'failed';
const fullTitle = test => [...test.ancestorTitles, test.title].join(' > ');
