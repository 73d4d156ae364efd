import Foundation

/// Runs `body` on a thread with a stack of 512 KiB, what secondary threads have on Apple's
/// systems, and returns what it returns. A stack overflow there ends the test process.
public func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
  let box = ResultBox<Result>()
  let thread = Thread {
    box.value = body()
    box.done.signal()
  }
  thread.stackSize = 512 << 10
  thread.start()
  box.done.wait()
  guard let value = box.value else { fatalError("the thread ended without a result") }
  return value
}

/// Unchecked: written by the thread before `done` is signalled, read by the caller after.
private final class ResultBox<Value>: @unchecked Sendable {
  var value: Value?
  let done = DispatchSemaphore(value: 0)
}
