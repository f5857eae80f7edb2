/** Closes a run with the plain count "N passed, N failed" that CI reads, and names what was skipped. */
export default class PlainReporter {
  onTestRunEnd(modules) {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        count[state] = (count[state] ?? 0) + 1;
        if (state === 'skipped') console.log(`skipped: ${test.fullName}: ${note ?? 'no reason given'}`);
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
  }
}
