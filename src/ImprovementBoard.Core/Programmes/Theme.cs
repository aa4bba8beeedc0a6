namespace ImprovementBoard.Core.Programmes;

/// <summary>Grouping of recommendations, findings and actions.</summary>
public enum Theme
{
    /// <summary>Leadership and governance.</summary>
    LeadershipAndGovernance,

    /// <summary>Front door and thresholds.</summary>
    FrontDoorAndThresholds,

    /// <summary>Assessment and planning quality.</summary>
    AssessmentAndPlanning,

    /// <summary>Child protection timeliness.</summary>
    ChildProtectionTimeliness,

    /// <summary>Management oversight and supervision.</summary>
    ManagementOversight,

    /// <summary>Children in care and permanence.</summary>
    ChildrenInCare,

    /// <summary>Care leavers.</summary>
    CareLeavers,

    /// <summary>Edge of care and early help.</summary>
    EdgeOfCare,

    /// <summary>Workforce and caseloads.</summary>
    Workforce,

    /// <summary>Performance data and recording system.</summary>
    PerformanceData,

    /// <summary>Quality assurance.</summary>
    QualityAssurance,

    /// <summary>Partnership.</summary>
    Partnership,

    /// <summary>Voice of children and families.</summary>
    Voice,

    /// <summary>Sufficiency of homes.</summary>
    Sufficiency,
}

/// <summary>Words and address codes for <see cref="Theme"/>.</summary>
public static class Themes
{
    /// <summary>The theme in words.</summary>
    public static string Words(this Theme theme) => theme switch
    {
        Theme.LeadershipAndGovernance => "Leadership and governance",
        Theme.FrontDoorAndThresholds => "Front door and thresholds",
        Theme.AssessmentAndPlanning => "Assessment and planning quality",
        Theme.ChildProtectionTimeliness => "Child protection timeliness",
        Theme.ManagementOversight => "Management oversight and supervision",
        Theme.ChildrenInCare => "Children in care and permanence",
        Theme.CareLeavers => "Care leavers",
        Theme.EdgeOfCare => "Edge of care and early help",
        Theme.Workforce => "Workforce and caseloads",
        Theme.PerformanceData => "Performance data and recording system",
        Theme.QualityAssurance => "Quality assurance",
        Theme.Partnership => "Partnership",
        Theme.Voice => "Voice of children and families",
        Theme.Sufficiency => "Sufficiency of homes",
        _ => throw new ArgumentOutOfRangeException(nameof(theme)),
    };
}
