using ImprovementBoard.Core.Flags;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Flags;

internal sealed class FlagMapping : IEntityTypeConfiguration<Flag>
{
    public void Configure(EntityTypeBuilder<Flag> builder)
    {
        builder.HasProgramme();
        // The list is read in its order, so that a page of it ends early; the last three columns let it be counted without reading the rows.
        builder.HasIndex(f => new { f.ProgrammeId, f.Seriousness, f.Since, f.Subject, f.SubjectId, f.Rule, f.Until, f.QuietUntil, f.From });
        builder.HasIndex(f => new { f.ProgrammeId, f.Rule, f.Until });
        builder.HasIndex(f => new { f.ProgrammeId, f.HolderId, f.Until });
        builder.HasIndex(f => new { f.ProgrammeId, f.Subject, f.SubjectId, f.Until });
        builder.Property(f => f.Ref).HasMaxLength(40);
        builder.Property(f => f.Title).HasMaxLength(Flag.TitleMaxLength);
        builder.Property(f => f.Rule).HasMaxLength(40);
        builder.Property(f => f.Why).HasMaxLength(Flag.WhyMaxLength);
        builder.ComplexCollection(f => f.Acknowledgements, a => a.ToJson());
    }
}
