using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Recommendations;

internal sealed class RecommendationMapping : IEntityTypeConfiguration<Recommendation>
{
    public void Configure(EntityTypeBuilder<Recommendation> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(r => new { r.ProgrammeId, r.Ref }).IsUnique();
        builder.HasIndex(r => new { r.ProgrammeId, r.Delivery });
        builder.Property(r => r.Ref).HasMaxLength(20);
        builder.Property(r => r.ShortTitle).HasMaxLength(Recommendation.ShortTitleMaxLength);
        builder.HasOne<Body>().WithMany().HasForeignKey(r => r.BodyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(r => r.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
