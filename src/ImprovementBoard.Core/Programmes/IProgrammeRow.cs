namespace ImprovementBoard.Core.Programmes;

/// <summary>A row that belongs to one programme and that nobody outside it may see.</summary>
public interface IProgrammeRow
{
    /// <summary>The programme the row belongs to.</summary>
    int ProgrammeId { get; set; }
}
