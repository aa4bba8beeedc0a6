using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Packs;

/// <summary>For whom a pack is made.</summary>
public enum Audience
{
    /// <summary>The improvement board.</summary>
    Board,

    /// <summary>The commissioner and the Department for Education.</summary>
    Commissioner,

    /// <summary>Everybody: small numbers suppressed, names and restricted items left out.</summary>
    Public,

    /// <summary>Whoever has one minute: one page.</summary>
    Summary,
}

/// <summary>Words for <see cref="Audience"/>.</summary>
public static class Audiences
{
    /// <summary>The audience in words.</summary>
    public static string Words(this Audience audience) => audience.ToString();

    /// <summary>The audience in addresses and on the command line.</summary>
    public static string Code(this Audience audience) => audience.ToString().ToLowerInvariant();
}

/// <summary>
/// A pack that was made: the frozen facts and the file. The row exists only together with its file, in one transaction,
/// so there is no half pack. Facts, file and name never change; what becomes of it is added with its day (<c>Pack.Life.cs</c>).
/// </summary>
public sealed partial class Pack : IProgrammeRow
{
    /// <summary>Longest reason, note, comment or answer, in characters.</summary>
    public const int TextMaxLength = 1000;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>For whom.</summary>
    public Audience Audience { get; set; }

    /// <summary>Key of the period, see <see cref="PackPeriod"/>.</summary>
    public required string PeriodKey { get; set; }

    /// <summary>The period in words.</summary>
    public required string PeriodName { get; set; }

    /// <summary>The date the facts describe.</summary>
    public DateOnly PositionAsAt { get; set; }

    /// <summary>Running number in the programme, reserved when it is prepared and never used again; null for a draft built by hand.</summary>
    public int? Number { get; set; }

    /// <summary>
    /// 1, and one more for every pack of this audience and period issued before. A programme has one numbered pack that was not withdrawn for each
    /// audience, period and version: a unique index says so, which makes a second run harmless.
    /// </summary>
    public int Version { get; set; } = 1;

    /// <summary>Why there is a version after the first, or empty.</summary>
    public string Correction { get; set; } = "";

    /// <summary>The instant it was made, in UTC. Not printed: the same facts give the same bytes.</summary>
    public DateTimeOffset BuiltAt { get; set; }

    /// <summary>The programme's date then; what a demonstration's schedule made up for counts for the day it was due.</summary>
    public DateOnly BuiltOn { get; set; }

    /// <summary>The instant its schedule meant it to be made, in UTC; null where it was made in time, or when somebody asked.</summary>
    public DateTimeOffset? LateSince { get; set; }

    /// <summary>Why it was made late, as the end of a sentence, or empty. See <see cref="LatePack"/>.</summary>
    public string LateBecause { get; set; } = "";

    /// <summary>Role title of who asked for it.</summary>
    public required string BuiltBy { get; set; }

    /// <summary>The frozen facts, as JSON of <see cref="PackFacts"/>.</summary>
    public required string FactsJson { get; set; }

    /// <summary>SHA-256 of <see cref="FactsJson"/>, hexadecimal.</summary>
    public required string FactsHash { get; set; }

    /// <summary>
    /// SHA-256 of the facts for every audience that the editions of its period and position share, hexadecimal; they are stored under it. Null where a
    /// period of the reporting calendar keeps them, and for drafts and corrections, which read the facts as they stand.
    /// </summary>
    public string? SnapshotHash { get; set; }

    /// <summary>SHA-256 of the PDF, hexadecimal; the file is stored under it.</summary>
    public required string FileHash { get; set; }

    /// <summary>SHA-256 of the template that drew it and of the build of the rules that assembled it, hexadecimal; empty where it was not recorded yet.</summary>
    public string TemplateHash { get; set; } = "";

    /// <summary>Size of the PDF in bytes.</summary>
    public int FileSize { get; set; }

    /// <summary>Pages of the PDF.</summary>
    public int Pages { get; set; }

    /// <summary>Characters that no font could show and that are printed as □, or empty.</summary>
    public string Replaced { get; set; } = "";

    /// <summary>True when it was built by hand.</summary>
    public bool IsDraft => Number is null;

    /// <summary>Name in addresses: the number, or <c>draft-</c> and the key.</summary>
    public string Ref => RefOf(Id, Number);

    /// <summary>Name on screen.</summary>
    public string Name => NameOf(Id, Number);

    /// <summary>Period and version, such as "2018-08 v1".</summary>
    public string Label => LabelOf(PeriodKey, Version);

    /// <inheritdoc cref="Ref"/>
    public static string RefOf(int id, int? number) => number is { } given ? $"{given}" : $"draft-{id}";

    /// <inheritdoc cref="Name"/>
    public static string NameOf(int id, int? number) => number is { } given ? $"Pack {given}" : $"Draft {id}";

    /// <inheritdoc cref="Label"/>
    public static string LabelOf(string periodKey, int version) => $"{Dated(periodKey)} v{version}";

    // What a key of a meeting or of a day begins with says nothing to a reader.
    private static string Dated(string periodKey) =>
        Array.Find(["board-", "day-"], mark => periodKey.StartsWith(mark, StringComparison.Ordinal)) is { } mark ? periodKey[mark.Length..] : periodKey;
}

/// <summary>A file stored once under its SHA-256 and never changed.</summary>
public sealed class StoredFile
{
    /// <summary>SHA-256 of the bytes, hexadecimal.</summary>
    public required string Hash { get; set; }

    /// <summary>The bytes.</summary>
    public required byte[] Content { get; set; }
}
