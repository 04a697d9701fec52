// Hierarchies with convolutional stems and downsampling, whose blocks turn queries and keys by their places (MLLA,
// NaLaFormer, RALA).
import Attention
import Compute

struct RotaryPyramidNetwork: Network {
  /// Convolutions in a row; the outputs of each are the inputs of the next.
  struct Convolutions: Sendable {
    /// One of them, or two whose output is added to their input.
    enum Step: Sendable {
      case plain(PaddedConvolution)
      /// x + second(first(x))
      case residual(PaddedConvolution, PaddedConvolution)
      /// A depthwise convolution of stride 1 of which every second row and column is kept, then ReLU.
      case halving(DepthwiseConvolution)
    }

    let steps: [Step]

    func grid(after grid: TokenGrid) -> TokenGrid {
      steps.reduce(grid) { grid, step in
        switch step {
        case .plain(let convolution): convolution.grid(after: grid)
        case .residual: grid
        case .halving: TokenGrid(rows: (grid.rows - 1) / 2 + 1, columns: (grid.columns - 1) / 2 + 1)
        }
      }
    }

    /// [tokens × inputs] on `grid` to [tokens × outputs] on `grid(after:)`.
    func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
      var (tokens, grid) = (tokens, grid)
      for step in steps {
        switch step {
        case .plain(let convolution):
          tokens = convolution(tokens, on: grid, engine: engine)
          grid = convolution.grid(after: grid)
        case .residual(let first, let second):
          let branch = second(first(tokens, on: grid, engine: engine), on: grid, engine: engine)
          engine.add(branch, to: tokens)
        case .halving(let convolution):
          let all = Matrix(rows: tokens.rows, columns: tokens.columns)
          engine.depthwise(tokens, height: grid.rows, width: grid.columns, convolution, addingTo: all)
          let half = TokenGrid(rows: (grid.rows - 1) / 2 + 1, columns: (grid.columns - 1) / 2 + 1)
          tokens = Matrix(unwrittenRows: half.count, columns: all.columns)
          engine.gatherRows(
            all,
            (0..<half.count).map {
              let position = half.position(at: $0)
              return grid.index(of: GridPosition(row: 2 * position.row, column: 2 * position.column))
            }, into: tokens)
          engine.applyReLU(tokens)
          grid = half
        }
      }
      return tokens
    }
  }

  struct Stage: Sendable {
    let blocks: [TransformerBlock]
    /// What leads to the next stage.
    let downsampling: Convolutions?
  }

  /// What comes between the last block and the mean over tokens.
  enum Readout: Sendable {
    case norm(LayerNorm)
    /// A 1×1 convolution with its norm and SiLU.
    case projection(PaddedConvolution)
  }

  let stem: Convolutions
  let stages: [Stage]
  let readout: Readout
  let head: Linear?

  func output(of image: ImagePlanes, pass: ForwardPass) throws -> NetworkOutput {
    let engine = pass.engine
    let pixels = TokenGrid(rows: image.height, columns: image.width)
    var tokens = pass.tokens { stem(image.pixels, on: pixels, engine: engine) }
    var grid = stem.grid(after: pixels)
    for stage in stages {
      for block in stage.blocks { try block(tokens, on: grid, pass: pass) }
      if let downsampling = stage.downsampling {
        tokens = pass.tokens { downsampling(tokens, on: grid, engine: engine) }
        grid = downsampling.grid(after: grid)
      }
    }
    switch readout {
    case .norm(let norm): engine.layerNorm(tokens, norm, into: tokens)
    case .projection(let projection): tokens = projection(tokens, on: grid, engine: engine)
    }
    let pooled = Matrix(rows: 1, columns: tokens.columns, values: tokens.columnMeans())
    return NetworkOutput(pooled, head: head, engine: engine)
  }
}
