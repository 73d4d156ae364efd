// What the proof by construction has to find: each function does one thing that no decoder may. It is compiled, never linked.
import Foundation

public func typeByName(_ name: String) -> Any.Type? { _typeByName(name) }
public func reflects(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
public func loadsCode(_ name: String) -> UnsafeMutableRawPointer? { dlopen(name, RTLD_NOW) }
public func findsCode(_ name: String) -> UnsafeMutableRawPointer? { dlsym(nil, name) }
public func startsProgram(_ line: String) -> Int32 { system(line) }
public func opensFile(_ name: String) -> Int32 { open(name, O_RDONLY) }
public func reachesHost() -> Int32 { socket(AF_INET, 1, 0) }
public func readsInput() -> String? { readLine() }
public func readsFile(_ name: String) -> Data? { FileManager.default.contents(atPath: name) }
