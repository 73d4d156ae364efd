import PythonValues
import Testing

@Suite struct PythonBigIntTests {
  @Test func valuesOf64BitsAreNotBig() {
    #expect(PythonBigInt(isNegative: false, magnitude: [UInt64(Int64.max)]) == nil)
    #expect(PythonBigInt(isNegative: true, magnitude: [1 << 63]) == nil)
    #expect(PythonBigInt(isNegative: false, magnitude: [1 << 63])?.magnitude == [1 << 63])
  }
}
