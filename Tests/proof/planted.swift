// What the proof by construction has to find: each function does one thing that no decoder may. It is compiled, never linked.
import Foundation

func typeByName(_ name: String) -> Any.Type? { _typeByName(name) }
func reflects(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
func loadsCode(_ name: String) -> UnsafeMutableRawPointer? { dlopen(name, RTLD_NOW) }
func findsCode(_ name: String) -> UnsafeMutableRawPointer? { dlsym(nil, name) }
func startsProgram(_ line: String) -> Int32 { system(line) }
func opensFile(_ name: String) -> Int32 { open(name, O_RDONLY) }
func reachesHost() -> Int32 { socket(AF_INET, 1, 0) }
func readsInput() -> String? { readLine() }
func readsFile(_ name: String) -> Data? { FileManager.default.contents(atPath: name) }
