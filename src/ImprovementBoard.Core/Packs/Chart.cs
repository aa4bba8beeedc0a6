namespace ImprovementBoard.Core.Packs;

/// <summary>
/// What a chart shows, said once. The page and the pack draw the same option made from it by <c>chart-option.mjs</c>.
/// </summary>
/// <param name="Id">Name of the chart in the document, unique in it.</param>
/// <param name="Title">Heading above the chart.</param>
/// <param name="Finding">The sentence a reader should take away; it is also the alternative text.</param>
/// <param name="Categories">Labels along the axis, oldest first.</param>
public abstract record PackChart(string Id, string Title, string Finding, IReadOnlyList<string> Categories);

/// <summary>Columns of parts that stand on each other.</summary>
/// <param name="Series">Stacked series, bottom first.</param>
public sealed record StackedChart(string Id, string Title, string Finding, IReadOnlyList<string> Categories, IReadOnlyList<ChartSeries> Series) : PackChart(Id, Title, Finding, Categories);

/// <param name="Name">The word at the last column.</param>
/// <param name="Rating">Code of the rating whose colour and pattern the series takes.</param>
/// <param name="Values">One count for each category.</param>
public sealed record ChartSeries(string Name, string Rating, IReadOnlyList<int> Values);

/// <summary>Lines over time.</summary>
/// <param name="Lines">The lines, the one behind first.</param>
public sealed record LineChart(string Id, string Title, string Finding, IReadOnlyList<string> Categories, IReadOnlyList<LineSeries> Lines) : PackChart(Id, Title, Finding, Categories);

/// <param name="Name">The words at the last point.</param>
/// <param name="Mark">How it is told from the others without colour.</param>
/// <param name="Values">One count for each category.</param>
public sealed record LineSeries(string Name, LineMark Mark, IReadOnlyList<int> Values);

/// <summary>How a line is told from the others without colour.</summary>
public enum LineMark
{
    /// <summary>Thin, without points: the frame of the others.</summary>
    Thin,

    /// <summary>Dashed, with diamonds: what was asked for.</summary>
    Dashed,

    /// <summary>Strong, with dots: what happened.</summary>
    Strong,
}
