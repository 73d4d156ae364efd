public import Foundation

/// A testee to be run: its name and the command that starts it.
public struct Testee: Sendable, Hashable {
  /// The name in reports.
  public let name: String
  /// A command line for `/bin/sh`.
  public let command: String

  /// Names a testee.
  public init(name: String, command: String) {
    self.name = name
    self.command = command
  }
}

/// What a testee did at all cases.
public struct TesteeRun: Sendable {
  /// The testee.
  public let testee: Testee
  /// One result a case, in the order of the cases.
  public internal(set) var results: [ConformanceResult] = []
  /// How often it was started again.
  public internal(set) var restarts = 0
  /// What is wrong with it apart from its answers; `nil` where nothing is.
  public internal(set) var fault: String?

  init(testee: Testee) { self.testee = testee }

  /// How many results have this outcome.
  public func count(_ outcome: ConformanceOutcome) -> Int {
    results.lazy.filter { $0.outcome == outcome }.count
  }
}

/// Asks testees, and starts them again when they hang or die.
public struct ConformanceRunner: Sendable {
  /// Where the commands are started.
  public var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  /// The longest wait for an answer, in seconds.
  public var timeout = 10.0
  /// A testee that was started so often, and never answered, is given up.
  public var attempts = 3

  /// A runner with the defaults.
  public init() {}

  /// Runs several testees side by side. The results are in the order of the testees.
  public func run(_ testees: [Testee], _ cases: [ConformanceCase]) -> [TesteeRun] {
    let runs = SharedRuns(count: testees.count)
    DispatchQueue.concurrentPerform(iterations: testees.count) { index in
      runs.set(index, run(testees[index], cases))
    }
    return runs.all
  }

  /// Runs one testee.
  public func run(_ testee: Testee, _ cases: [ConformanceCase]) -> TesteeRun {
    var run = TesteeRun(testee: testee)
    var process: TesteeProcess?
    var hasAnswered = false
    for (id, question) in cases.enumerated() {
      let began = DispatchTime.now().uptimeNanoseconds
      guard hasAnswered || run.restarts < attempts, let current = process ?? start(testee) else {
        run.fault = run.fault ?? "it cannot be started, or ends before it answers"
        break
      }
      let answer = ask(current, question, id: id)
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
      run.results.append(ConformanceResult(question, answer, seconds: seconds))
      process = current
      hasAnswered = hasAnswered || !answer.isFatal
      if answer.isFatal {
        current.kill()
        process = nil
        run.restarts += 1
      }
    }
    if let process, !process.finish(seconds: timeout) {
      run.fault = "it does not end with status 0 at the end of its input"
    }
    return run
  }

  private func start(_ testee: Testee) -> TesteeProcess? {
    try? TesteeProcess(command: testee.command, folder: folder)
  }

  private func ask(_ process: TesteeProcess, _ question: ConformanceCase, id: Int) -> TesteeAnswer {
    switch process.exchange(question.request(id: id), seconds: timeout) {
    case .line(let line): TesteeAnswer(line: line, id: id)
    case .hung: .hung
    case .died(let how): .died(how)
    case .tooLong: .garbled("an answer without an end")
    }
  }
}

extension TesteeAnswer {
  /// Whether the testee has to be started again: what else it writes cannot be told apart.
  fileprivate var isFatal: Bool {
    switch self {
    case .hung, .died, .garbled: true
    default: false
    }
  }
}

/// Runs that several threads put down.
private final class SharedRuns: @unchecked Sendable {
  // Guarded by `lock` in every method.
  private var runs: [TesteeRun?]
  private let lock = NSLock()

  init(count: Int) { runs = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ run: TesteeRun) {
    lock.withLock { runs[index] = run }
  }

  var all: [TesteeRun] { lock.withLock { runs.compactMap { $0 } } }
}
