using System.Globalization;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Web.Shared;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>Reads the fields of the forms that attach evidence.</summary>
internal static class EvidenceForm
{
    private static readonly string[] Dates = ["DatedOn", "PeriodFrom", "PeriodTo"];

    /// <summary>What the person says of the evidence.</summary>
    public static EvidenceInput Input(PostedForm form) => new()
    {
        Title = form["Title"],
        Kind = Query.Enum<EvidenceKind>(form["Kind"]),
        Strength = Query.Enum<EvidenceStrength>(form["Strength"]),
        DatedOn = Date(form["DatedOn"]),
        PeriodFrom = Date(form["PeriodFrom"]),
        PeriodTo = Date(form["PeriodTo"]),
        SampleSize = Number(form["SampleSize"]),
        Finding = form["Finding"],
        Confidential = form["Confidential"] == "true",
        NoChildIdentifiable = form["NoChildIdentifiable"] == "true",
    };

    /// <summary>The file or link.</summary>
    public static NewVersion Version(PostedForm form) => new(form.File, form["Link"], form["Note"]);

    /// <summary>Everything that is wrong, one fault for each field, in the order of the fields.</summary>
    /// <param name="others">Faults of the answers.</param>
    public static IReadOnlyList<RuleException> Faults(PostedForm form, IEnumerable<RuleException> others, NewVersion version)
    {
        var faults = new List<RuleException>();
        if (form.Fault is { } refused)
            faults.Add(refused);
        else if (OfVersion(version) is { } fault)
            faults.Add(fault);
        // What a browser does not read as a date or number must not look as if nothing had been given.
        faults.AddRange(Dates.Where(d => form[d].Length > 0 && Date(form[d]) is null).Select(d => new RuleException("Give the whole date: day, month and year.", d)));
        if (form["SampleSize"].Trim().Length > 0 && Number(form["SampleSize"]) is null)
            faults.Add(new RuleException($"Give a whole number from 1 to {Core.Time.Words.Number(EvidenceInput.SampleMost)}, or leave it empty.", "SampleSize"));
        return [.. faults.Concat(others).DistinctBy(f => f.Field ?? f.Message)];
    }

    private static RuleException? OfVersion(NewVersion version)
    {
        try
        {
            return EvidenceVersion.Fault(version.Checked(), version.Link, version.Note);
        }
        catch (RuleException fault)
        {
            return fault;
        }
    }

    private static DateOnly? Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
}
