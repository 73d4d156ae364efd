import PythonValues
import TestSupport
import Testing
import WireCore

/// The raw stack and queue beside arrays to which the same is done.
@Suite struct ValueStackTests {
  private func text(_ number: Int) -> PythonValue { .string("a text that is kept on the heap \(number)") }

  @Test(arguments: [UInt64(1), 2, 3]) func theStackHoldsWhatAnArrayWouldHold(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var stack = ValueStack(minimumCapacity: Int.random(in: 0...40, using: &random))
    var model: [PythonValue] = []
    for step in 0..<2_000 {
      let count = Int.random(in: 0...min(model.count, 20), using: &random)
      switch Int.random(in: 0..<7, using: &random) {
      case 0 where !model.isEmpty:
        let value = stack.pop()
        #expect(value == model.removeLast())
      case 6 where !model.isEmpty:
        let place = Int.random(in: 0..<model.count, using: &random)
        let old = stack.exchange(at: place, with: text(-step))
        #expect(old == model[place])
        model[place] = text(-step)
      case 1:
        let values = stack.values(count)
        #expect(values == Array(model.suffix(count)))
        model.removeLast(count)
      case 2:
        let entries = stack.entries(count / 2)
        #expect(entries.flatMap { [$0.key, $0.value] } == Array(model.suffix(count / 2 * 2)))
        model.removeLast(count / 2 * 2)
      default:
        for number in 0...count {
          stack.push(text(step + number))
          model.append(text(step + number))
        }
      }
      let waiting = stack.count
      #expect(waiting == model.count)
    }
    let rest = stack.values(model.count)
    #expect(rest == model)
  }

  @Test(arguments: [1, 1_000, 16_384, 16_385, 50_000]) func theStackIsUsedAgainAfterItWasEmptied(count: Int) {
    var stack = ValueStack()
    for number in 0..<count { stack.push(text(number)) }
    stack.removeAll()
    let emptied = stack.count
    #expect(emptied == 0)
    for number in 0..<300 { stack.push(text(number)) }
    let values = stack.values(300)
    #expect(values == (0..<300).map(text))
  }

  @Test(arguments: [UInt64(1), 2, 3]) func theQueueGivesTheFirstFirst(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var queue = ValueQueue(minimumCapacity: Int.random(in: 0...40, using: &random))
    var (first, next) = (0, 0)
    for _ in 0..<3_000 {
      if first < next, Int.random(in: 0..<5, using: &random) < 2 {
        let value = queue.next()
        #expect(value == text(first))
        first += 1
      } else {
        queue.push(text(next))
        next += 1
      }
      let waiting = queue.count
      #expect(waiting == next - first)
    }
  }
}
