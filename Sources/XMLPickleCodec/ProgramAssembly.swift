import PythonValues
import WireCore

/// Makes the tree of a ``ValueProgram``, the values that are referred to numbered.
struct ProgramAssembly: ~Copyable {
  private var program: ValueProgram
  private var assembly = ValueAssembly()
  /// By serial: the number under which the value is shared, 0 where it is not.
  private var numbers: [Int]
  /// The height of each tree that waits, in nested allocations: what releasing it recurses through. Empty
  /// where no tree can be too high.
  private var heights: [Int] = []
  private let tracksHeights: Bool

  /// `deepest` is the most elements that were open at once.
  init(_ program: consuming ValueProgram, numbering: XMLPickle.Numbering, deepest: Int) {
    // An element makes two steps at the most: of two levels and one for a number, and of one level.
    tracksHeights = 4 * deepest + 2 > Limits.deepestTree
    numbers = program.isReferenced.map { $0 ? 1 : 0 }
    if numbering == .everyIdentity {
      for step in program.steps where step.hasIdentity { numbers[step.serial] = 1 }
    }
    var number = 0
    for serial in numbers.indices where numbers[serial] != 0 {
      number += 1
      numbers[serial] = number
    }
    for step in program.steps where numbers[step.serial] != 0 {
      assembly.expect(step, number: numbers[step.serial])
    }
    self.program = program
  }

  /// The one value of the program; `nil` where there is none.
  mutating func run() throws(WireError) -> PythonValue? {
    var position = 0
    for step in program.steps {
      pushScalars(step.position - position)
      position = step.position
      let number = numbers[step.serial]
      try assembly.make(step, number: number, program.classes)
      if tracksHeights { try addHeight(of: step, isShared: number != 0) }
    }
    pushScalars(program.scalars.count)
    return assembly.takeValue()
  }

  private mutating func pushScalars(_ count: Int) {
    for _ in 0..<count {
      let scalar = program.scalars.next()
      if case .reference(let serial) = scalar {
        assembly.push(.reference(numbers[serial]))
      } else {
        assembly.push(scalar)
      }
      if tracksHeights { heights.append(2) }
    }
  }

  private mutating func addHeight(of step: ValueProgram.Step, isShared: Bool) throws(WireError) {
    let start = max(0, heights.count - step.count)
    let height = (heights[start...].max() ?? 0) + step.kind.levels + (isShared ? 1 : 0)
    guard height <= Limits.deepestTree else { throw step.tooHigh }
    heights.removeLast(heights.count - start)
    heights.append(height)
  }
}

extension ValueProgram.Step {
  /// Why its value is not made.
  var tooHigh: WireError {
    WireError(
      .limit, at: offset, reading: "nested value", "a tree of more than \(Limits.deepestTree) levels")
  }
}
