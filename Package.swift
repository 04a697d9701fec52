// swift-tools-version: 6.2
import PackageDescription

// MARK: Kernels, one target per instruction set from one source folder

/// Settings of a kernel target: unchecked, unrolled, and compiled for `march` where one is given.
///
/// As a whole module in debug builds too: the kernels' small parts must be inlined across files.
func kernelSettings(march: String? = nil, define: String? = nil) -> [SwiftSetting] {
  var flags = ["-Ounchecked", "-Xllvm", "-unroll-threshold=1000"]
  flags += ["-disable-batch-mode", "-whole-module-optimization", "-num-threads", "2"]
  if let march { flags += ["-Xcc", "-march=\(march)"] }
  if let define { flags.append("-D\(define)") }
  return [.unsafeFlags(flags)]
}

var kernelTargets: [Target] = [
  .target(
    name: "SIMDKernels", dependencies: ["CPlatform"], swiftSettings: kernelSettings(),
    linkerSettings: [.linkedLibrary("m")])
]
#if arch(x86_64)
  kernelTargets += [
    .target(
      name: "SIMDKernelsAVX2", dependencies: ["CPlatform"],
      swiftSettings: kernelSettings(march: "x86-64-v3", define: "AVX2")),
    .target(
      name: "SIMDKernelsAVX512", dependencies: ["CPlatform"],
      swiftSettings: kernelSettings(march: "x86-64-v4", define: "AVX512")),
  ]
#endif
let kernels = kernelTargets.map { Target.Dependency.target(name: $0.name) }

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "polascope",
  products: [.executable(name: "polascope", targets: ["polascope"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // MARK: The program
    .executableTarget(
      name: "polascope",
      dependencies: [
        "Viewer", "TerminalUI", "Reports", "Figures", "Bundles", "Session", "AttentionMaps", "Attention",
        "VisionModels",
        "Checkpoints",
        "Imaging",
        "Compute", "Files", "Samples", "CAllocation", argumentParser,
      ]),
    .target(
      name: "Viewer",
      dependencies: [
        "Figures", "Session", "TerminalUI", "AttentionMaps", "Attention", "VisionModels", "Checkpoints",
        "Compute", "Imaging", "Files", "CMemory",
      ]),
    .target(
      name: "Reports",
      dependencies: ["Session", "AttentionMaps", "Attention", "VisionModels", "Compute", "Imaging", "Files"]),
    .target(
      name: "Figures",
      dependencies: ["Session", "AttentionMaps", "Attention", "VisionModels", "Compute", "Imaging", "Files"],
      exclude: ["Drawing/OFL.txt"]),
    .target(
      name: "Bundles", dependencies: ["Checkpoints", "Imaging", "Files", "CMessageDigest", "CZip"]),
    .target(
      name: "Session",
      dependencies: [
        "AttentionMaps", "Attention", "VisionModels", "Checkpoints", "Imaging", "Compute", "Files", "CMemory",
      ]),

    // MARK: Models and what is read from them
    .target(name: "AttentionMaps", dependencies: ["Attention", "Compute", "Imaging"]),
    .target(
      name: "VisionModels",
      dependencies: ["Attention", "Checkpoints", "Compute", "Files", "Imaging", "CMemory"]),
    .target(name: "Attention", dependencies: ["Compute"]),
    .target(name: "Compute", dependencies: kernels + ["CPlatform", "CTiles"]),

    // MARK: Files and the terminal
    .target(name: "Files", dependencies: ["CXXHash"]),
    .target(name: "Checkpoints", dependencies: ["Files", "CZip"]),
    .target(name: "Imaging", dependencies: ["Files", "CPNG", "CJPEG", "CWebP"]),
    .target(name: "TerminalUI", dependencies: ["CNcurses", "CPlatform"]),

    // MARK: The bundled twins
    .target(
      name: "Samples", dependencies: ["Files"], path: "samples",
      exclude: [
        "README.md", "training", "images", "fashion-softmax", "fashion-polarity", "fashion-relu",
        "fashion-focused",
      ],
      sources: ["Samples.swift"]),

    // MARK: C where Swift cannot reach
    .target(name: "CPlatform"),
    .target(name: "CMemory"),
    .target(name: "CAllocation", dependencies: ["CMemory", "CPlatform"]),
    .target(name: "CTiles", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("turbojpeg")]),
    .target(name: "CWebP", linkerSettings: [.linkedLibrary("webp")]),
    .target(name: "CZip", linkerSettings: [.linkedLibrary("zip")]),
    .target(name: "CXXHash", linkerSettings: [.linkedLibrary("xxhash")]),
    .target(name: "CMessageDigest", linkerSettings: [.linkedLibrary("md")]),
    .target(
      name: "CNcurses",
      cSettings: [
        .define("NCURSES_WIDECHAR", to: "1"), .define("NCURSES_OPAQUE", to: "1"), .define("_DEFAULT_SOURCE"),
      ],
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),

    // MARK: Tests
    // Every module that a test imports is listed, and Checkpoints with whatever reads goldens: a target is built
    // again only for those, and a type's layout is part of the code that uses it.
    .target(
      name: "TestSupport", dependencies: ["Checkpoints", "Compute", "Imaging"], path: "Tests/TestSupport"),
    .testTarget(name: "ComputeTests", dependencies: ["Compute", "CTiles", "CEmulatedTiles"]),
    .target(
      name: "CEmulatedTiles", dependencies: ["CTiles", "CPlatform"], path: "Tests/CEmulatedTiles",
      cSettings: [.unsafeFlags(["-O3"])], linkerSettings: [.linkedLibrary("m")]),
    .testTarget(name: "CheckpointsTests", dependencies: ["Checkpoints", "Files", "TestSupport"]),
    .testTarget(name: "ImagingTests", dependencies: ["Imaging", "Checkpoints", "Files", "TestSupport"]),
    .testTarget(
      name: "VisionModelsTests",
      dependencies: [
        "VisionModels", "AttentionMaps", "Attention", "Checkpoints", "Compute", "Files", "Imaging",
        "TestSupport",
      ]),
    .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI"]),
    .testTarget(
      name: "ViewerTests",
      dependencies: [
        "Viewer", "Session", "TerminalUI", "AttentionMaps", "Attention", "VisionModels", "Checkpoints",
        "Compute", "Files", "Imaging",
      ]),
    .testTarget(
      name: "SessionTests",
      dependencies: [
        "Session", "AttentionMaps", "Attention", "VisionModels", "Checkpoints", "Compute", "Imaging", "Files",
        "Samples", "TestSupport",
      ]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Session", "AttentionMaps", "Attention", "Imaging", "Compute", "Files", "Samples",
        "TestSupport",
      ]),
    .testTarget(
      name: "FiguresTests",
      dependencies: [
        "Figures", "Session", "AttentionMaps", "Attention", "VisionModels", "Imaging", "Compute", "Files",
        "Samples", "TestSupport",
      ]),
    .testTarget(
      name: "BundlesTests",
      dependencies: ["Bundles", "Checkpoints", "Imaging", "Files", "TestSupport"]),
    .target(name: "CFuzz", path: "Tests/CFuzz"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CFuzz", "CWebP", "Viewer", "TerminalUI", "Reports", "Bundles", "Session", "AttentionMaps",
        "Attention",
        "VisionModels",
        "Checkpoints", "Imaging", "Compute", "Files", "TestSupport",
      ],
      path: "Tests/Fuzz"),
    .executableTarget(name: "TerminalProbe", dependencies: ["TerminalUI"], path: "Tests/TerminalProbe"),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Viewer", "Bundles", "Session", "TerminalUI", "Attention", "Compute", "Files", "Imaging", "Samples",
        "TestSupport",
      ]),
  ] + kernelTargets,
  swiftLanguageModes: [.v6]
)
